import { testDatabase } from '#store/testing/database.ts';

/** Around a whole test run: starts the shared server and builds the template before the files need them at once. */
export async function globalSetup(): Promise<void> {
  const { close } = await testDatabase();
  await close();
}
