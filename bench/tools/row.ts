import type { Shape } from '../dataset/dataset.js';
import type { Figures } from './figure.js';

/** One row of the table: a question about speed or size, and how it is measured. */
export interface Row {
  readonly title: string;
  /** What it is measured against. */
  readonly against: string;
  /** What is in the log, where its size matters: such a row runs once for each size. */
  readonly data?: Shape;
  readonly run: (asked: Asked) => Promise<Figures>;
}

export interface Asked {
  /** How many events the log has, about. */
  readonly events: number;
  /** Says how far it is. */
  readonly progress: (text: string) => void;
}
