// Which firm this tab works in. Two tabs may show two firms; a new tab starts with the firm used last.

const key = 'workledger.firm';
let firmId: string | null = read();

export function currentFirmId(): string | null {
  return firmId;
}

export function chooseFirm(id: string | null): void {
  firmId = id;
  for (const storage of storages()) {
    if (id === null) storage.removeItem(key);
    else storage.setItem(key, id);
  }
}

function read(): string | null {
  for (const storage of storages()) {
    const found = storage.getItem(key);
    if (found !== null) return found;
  }
  return null;
}

function storages(): Storage[] {
  try {
    return [sessionStorage, localStorage];
  } catch {
    return [];
  }
}
