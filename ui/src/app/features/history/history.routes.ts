import type { Routes } from '@angular/router';
export const historyRoutes: Routes = [];
