/** Not looked at: its own view is to come. */
export const start: () => void;
