/** What one aim of the intruder's cost: an amount in its own unit, and in points. */
export interface AimAmount {
  readonly id: string;
  readonly title: string;
  readonly unit: string;
  readonly amount: number;
  readonly points: number;
}
