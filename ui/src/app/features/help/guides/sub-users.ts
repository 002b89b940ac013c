import { Component } from '@angular/core';
import { RouterLink } from '@angular/router';
import { Icon } from '../../../shared/icon/icon.js';

@Component({
  selector: 'app-guide-sub-users',
  imports: [Icon, RouterLink],
  templateUrl: './sub-users.html',
  styleUrl: './guide.scss',
})
export class SubUsersGuide {}
