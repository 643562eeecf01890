import { decrypt, encrypt } from './aes.js';
import { WrongDataKey } from './key-store.js';

const proofText = 'tidemark';

/** What the first opening stores, by which later ones know the data key. */
export const proofOf = (dataKey: Buffer): Buffer => encrypt(dataKey, proofText, proofText);

/** @throws WrongDataKey when the proof is of another one */
export function mustProve(dataKey: Buffer, proof: Buffer, place: string): void {
  if (decrypt(dataKey, proof, proofText) === undefined)
    throw new WrongDataKey(`${place} was made with another DATA_KEY. Set DATA_KEY to the one of the first start.`);
}

/** @throws WrongDataKey */
export function mustBeDataKey(dataKey: Buffer): void {
  if (dataKey.length !== 32) throw new WrongDataKey(`DATA_KEY has ${String(dataKey.length)} bytes; it must have 32.`);
}
