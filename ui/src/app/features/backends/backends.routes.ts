import type { Routes } from '@angular/router';
export const backendsRoutes: Routes = [];
