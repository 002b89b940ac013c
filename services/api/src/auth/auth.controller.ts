import { Body, Controller, Delete, Get, HttpCode, Post, Put, Req, Res } from '@nestjs/common';
import {
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import { Accounts } from '#libs/database';
import type { Request, Response } from 'express';
import { ApiConfig } from '../api.config.js';
import { info, InfoDto } from '../http/info.dto.js';
import { Refuses } from '../http/problem.dto.js';
import { toAccount } from './account.presenter.js';
import {
  AccountDto,
  AutoLoginDto,
  ChangePasswordDto,
  LoginDto,
  LoginTokenDto,
  PasswordChangedDto,
  RefreshedAccountDto,
  ResetAccountDto,
  SignUpDto,
} from './auth.dto.js';
import { CallerAddress } from './caller-address.js';
import { Doorkeeper } from './doorkeeper.js';
import { Open } from './open.js';
import { CurrentSession, rememberPrincipal, type Session } from './principal.js';
import { Needs } from './scopes.js';
import { clearSessionCookie, setSessionCookie } from './session-cookie.js';
import { SessionIssuer } from './session-issuer.js';

@ApiTags('account')
@Controller('system/auth')
export class AuthController {
  constructor(
    private readonly accounts: Accounts,
    private readonly door: Doorkeeper,
    private readonly sessions: SessionIssuer,
    private readonly addresses: CallerAddress,
    private readonly config: ApiConfig,
  ) {}

  @Open()
  @Get('test')
  @ApiOperation({ summary: 'Whether the API answers at all' })
  @ApiOkResponse({ description: 'It does', schema: { type: 'object' } })
  test(): object {
    return {};
  }

  @Open()
  @Get('has_user')
  @ApiOperation({
    summary: 'Whether somebody has signed up already',
    description: 'Signs a browser of a trusted local network in at once, where the settings say so.',
  })
  @ApiOkResponse({ description: 'There is an account', type: AutoLoginDto })
  @ApiNoContentResponse({ description: 'There is none yet' })
  async hasUser(
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<AutoLoginDto | undefined> {
    if (this.addresses.isTrustedLocal(request)) {
      const token = await this.door.letIn(this.addresses.of(request));
      if (token !== null) return { auto_login: true, ...this.handOver(token, response) };
    } else if (await this.accounts.exists()) return {};
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
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<LoginTokenDto> {
    const token = await this.door.signIn(login, this.addresses.of(request));
    const session = await this.sessions.check(token);
    if (session) rememberPrincipal(request, { kind: 'session', session });
    return this.handOver(token, response);
  }

  @Get('user')
  @ApiOperation({ summary: 'Who is signed in' })
  @ApiOkResponse({ type: AccountDto })
  user(@CurrentSession() session: Session): AccountDto {
    return toAccount(session, this.config.WS_AUTH_TOKEN_REFRESH_WINDOW, new Date());
  }

  @Post('refresh')
  @HttpCode(200)
  @ApiOperation({
    summary: 'A fresh token in the place of one that ends soon',
    description: 'The cookie of a browser renews itself.',
  })
  @ApiOkResponse({ type: RefreshedAccountDto })
  async refresh(
    @CurrentSession() session: Session,
    @Res({ passthrough: true }) response: Response,
  ): Promise<RefreshedAccountDto> {
    const renewed = await this.sessions.renew(session);
    const current = renewed === null ? session : ((await this.sessions.check(renewed)) ?? session);
    const { token } = renewed === null ? session : this.handOver(renewed, response);
    const account = toAccount(current, this.config.WS_AUTH_TOKEN_REFRESH_WINDOW, new Date());
    return { ...account, token, refreshed: renewed !== null };
  }

  @Put('change_password')
  @ApiOperation({ summary: 'Change the password; every other session ends' })
  @ApiOkResponse({ type: PasswordChangedDto })
  @Refuses(400, 429)
  async changePassword(
    @CurrentSession() session: Session,
    @Body() change: ChangePasswordDto,
    @Req() request: Request,
  ): Promise<PasswordChangedDto> {
    const token = await this.door.changePassword(session, change, this.addresses.of(request));
    if (request.res) this.handOver(token, request.res);
    return { ...info('The password is changed. Every other session has ended.'), token };
  }

  @Delete('session')
  @HttpCode(204)
  @ApiOperation({ summary: 'Sign out of this browser' })
  @ApiNoContentResponse({ description: 'The cookie is cleared' })
  signOut(@CurrentSession() _session: Session, @Res({ passthrough: true }) response: Response): void {
    clearSessionCookie(response);
  }

  @Delete('sessions')
  @ApiOperation({ summary: 'Sign out everywhere: every token and cookie of the account ends' })
  @ApiOkResponse({ type: InfoDto })
  async signOutEverywhere(
    @CurrentSession() session: Session,
    @Res({ passthrough: true }) response: Response,
  ): Promise<InfoDto> {
    await this.door.signOutEverywhere(session);
    clearSessionCookie(response);
    return info('Every session has ended.');
  }

  @Needs('admin')
  @Post('reset')
  @HttpCode(200)
  @ApiOperation({
    summary:
      'Remove the account, for somebody who has forgotten the password; the next visit makes a new one',
  })
  @ApiOkResponse({ type: ResetAccountDto })
  async reset(): Promise<ResetAccountDto> {
    const removed = await this.door.reset();
    return { ...info('The account is removed. The next visit makes a new one.'), removed };
  }

  private handOver(token: string, response: Response): { readonly token: string } {
    setSessionCookie(response, token, this.sessions.lifeSeconds);
    return { token };
  }
}
