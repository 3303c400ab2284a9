import { CommandFailure } from '../output/failure.ts';

/** Places of a run's invoices, as `--units 1,2,5` has them. */
export function placesOf(units: string | undefined): number[] | undefined {
  return units?.split(',').map(placeOf);
}

function placeOf(text: string): number {
  if (/^[1-9]\d{0,4}$/.test(text)) return Number(text);
  throw new CommandFailure(`--units "${text}": accepted are places of the run, such as 1,2,5.`);
}
