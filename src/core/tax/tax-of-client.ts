/** The tax that a client's lines have unless another is chosen: none when exempt, the client's own, else the firm's. */
export function taxOfClient(
  client: { readonly taxExempt: boolean; readonly taxId: number | null },
  settings: { readonly taxMode: 'exclusive' | 'inclusive' | 'none'; readonly defaultTaxId: number | null },
): number | null {
  if (client.taxExempt || settings.taxMode === 'none') return null;
  return client.taxId ?? settings.defaultTaxId;
}
