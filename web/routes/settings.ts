// Settings of the firm.

export const settingsRoutes = [] as const;
