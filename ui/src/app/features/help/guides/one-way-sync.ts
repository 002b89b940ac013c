import { Component } from '@angular/core';
import { RouterLink } from '@angular/router';
import { Icon } from '../../../shared/icon/icon.js';

@Component({
  selector: 'app-guide-one-way-sync',
  imports: [Icon, RouterLink],
  templateUrl: './one-way-sync.html',
  styleUrl: './guide.scss',
})
export class OneWaySync {}
