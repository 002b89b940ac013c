import { Body, Controller, Delete, Get, HttpCode, Ip, Post, Res } from '@nestjs/common';
import {
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import { Accounts } from '#libs/database';
import type { Response } from 'express';
import { ApiConfig } from '../api.config.js';
import { Refuses } from '../http/problem.dto.js';
import { toAccount } from './account.presenter.js';
import { AccountDto, LoginDto, LoginTokenDto, SignUpDto } from './auth.dto.js';
import { Doorkeeper } from './doorkeeper.js';
import { Open } from './open.js';
import { CurrentSession, type Session } from './principal.js';
import { clearSessionCookie, setSessionCookie } from './session-cookie.js';

@ApiTags('account')
@Controller('system/auth')
export class AuthController {
  constructor(
    private readonly accounts: Accounts,
    private readonly door: Doorkeeper,
    private readonly config: ApiConfig,
  ) {}

  @Open()
  @Get('has_user')
  @ApiOperation({ summary: 'Whether somebody has signed up already' })
  @ApiOkResponse({ description: 'There is an account', schema: { type: 'object' } })
  @ApiNoContentResponse({ description: 'There is none yet' })
  async hasUser(@Res({ passthrough: true }) response: Response): Promise<object | undefined> {
    if (await this.accounts.exists()) return {};
    response.status(204);
    return undefined;
  }

  @Open()
  @Post('signup')
  @ApiOperation({ summary: 'Make the first account' })
  @ApiCreatedResponse({ description: 'Made' })
  @Refuses(400, 403)
  signUp(@Body() account: SignUpDto): Promise<void> {
    return this.door.signUp(account);
  }

  @Open()
  @Post('login')
  @HttpCode(200)
  @ApiOperation({ summary: 'Sign in' })
  @ApiOkResponse({ type: LoginTokenDto, description: 'Also sets the cookie `ws_session`' })
  @Refuses(400, 401, 429)
  async login(
    @Body() login: LoginDto,
    @Ip() address: string,
    @Res({ passthrough: true }) response: Response,
  ): Promise<LoginTokenDto> {
    const token = await this.door.signIn(login, address);
    setSessionCookie(response, token, this.config.WS_AUTH_TOKEN_EXPIRY);
    return { token };
  }

  @Get('user')
  @ApiOperation({ summary: 'Who is signed in' })
  @ApiOkResponse({ type: AccountDto })
  user(@CurrentSession() session: Session): AccountDto {
    return toAccount(session, new Date());
  }

  @Delete('session')
  @HttpCode(204)
  @ApiOperation({ summary: 'Sign out of this browser' })
  @ApiNoContentResponse({ description: 'The cookie is cleared' })
  signOut(@CurrentSession() _session: Session, @Res({ passthrough: true }) response: Response): void {
    clearSessionCookie(response);
  }
}
