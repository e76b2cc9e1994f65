/** Encrypts for people who are not here: whoever seals cannot open again. */
export interface Sealer {
  /** age recipients (`age1…`), in the order they were named. */
  readonly recipients: readonly string[];
  seal(plain: Uint8Array): Promise<Uint8Array>;
  /** Piece by piece: nothing of the plain bytes is held longer than a piece. */
  sealStream(plain: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array>;
}

/** Opens what was sealed for the holder of a key, in memory. */
export interface Opener {
  /** @throws UserError when the key is not one of the recipients', IntegrityError when the bytes were changed */
  open(sealed: Uint8Array): Promise<Uint8Array>;
}
