/** What operators ask of whoever projects. There it is done at once; from elsewhere it is a request in the store (`RequestedActions`). */
export interface AdminActions {
  /** Fills the read models again beside the served ones, and takes them over. Cut off, it goes on where it was when asked again. */
  rebuild(signal?: AbortSignal): Promise<void>;
  /**
   * Takes once more what is parked at this read model or process under this key. True when nothing of it is parked any more.
   * @throws DomainError `nothing-parked` or `model-parked`
   */
  replay(at: string, key: string): Promise<boolean>;
}
