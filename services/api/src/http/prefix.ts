/** Where the API is (rest-api.md 1.1). */
export const API = 'v1/api';
