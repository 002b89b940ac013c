import { Component } from '@angular/core';
import { RouterLink } from '@angular/router';
import { Icon } from '../../../shared/icon/icon.js';

@Component({
  selector: 'app-guide-backups',
  imports: [Icon, RouterLink],
  templateUrl: './backups.html',
  styleUrl: './guide.scss',
})
export class BackupsGuide {}
