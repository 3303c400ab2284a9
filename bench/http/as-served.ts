/**
 * What `npm start` and the deployments tell Node: a young generation that stays small, and a heap that is collected before
 * it is half as large again as what is alive. By itself V8 lets it become a multiple of that where there is much memory.
 */
export const asServed: readonly string[] = ['--max-semi-space-size=16', '--heap-growing-percent=50'];
