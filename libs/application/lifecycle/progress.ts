/** Under which the `Progress` of the read models is provided: the projector's own where this process projects, else the stored one. */
export const PROGRESS = Symbol('Progress');
