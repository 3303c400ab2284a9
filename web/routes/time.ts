// Recording work: the timesheet and costs.

export const timeRoutes = [] as const;
