/** What somebody in the simulated account calls with. */
export interface ActorCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
  /** A Bedrock API key in the place of a signature. */
  readonly bearer?: string;
}

export interface ActorPlace {
  readonly address: string;
  readonly userAgent: string;
}
