// Reports.

export const reportsRoutes = [] as const;
