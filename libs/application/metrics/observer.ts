/** Under which who watches the work is provided: `@Inject(OBSERVER)`. */
export const OBSERVER = Symbol('Observer');
