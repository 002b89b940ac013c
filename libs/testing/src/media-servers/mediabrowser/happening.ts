/** What happened on the server, before a vendor puts it into its own words. */
export type Happening = 'started' | 'progressed' | 'stopped' | 'toggled' | 'written' | 'rated' | 'added';
