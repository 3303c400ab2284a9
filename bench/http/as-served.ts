/**
 * What programs are served with: a young generation that stays small, as `npm start` and the deployments tell Node, and a
 * heap that is collected before it is half as large again as what is alive, as `bin/workledger.js` does.
 */
export const asServed: readonly string[] = ['--max-semi-space-size=16', '--heap-growing-percent=50'];
