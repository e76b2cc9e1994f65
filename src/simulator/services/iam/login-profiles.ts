import { given } from '../../world/given.ts';
import type { LoginProfile, User } from '../../world/iam-state.ts';
import type { World } from '../../world/world.ts';
import { found, unused, userOf } from './entities.ts';
import type { IamHandlers } from './handlers.ts';

/** Console passwords, and the MFA devices that go with them. */
export function loginProfileHandlers({ iam }: World): IamHandlers {
  return {
    GetLoginProfile: ({ UserName }, call) => {
      const user = userOf(iam, UserName, call);
      return { LoginProfile: loginShape(user, loginOf(user)) };
    },
    CreateLoginProfile: ({ UserName, Password, PasswordResetRequired = false }, call) => {
      const user = userOf(iam, UserName, call);
      unused(user.login !== undefined, `Login Profile for user ${user.name} already exists.`);
      user.login = {
        createdAt: call.now,
        password: given(Password, 'Password'),
        resetRequired: PasswordResetRequired,
      };
      return { LoginProfile: loginShape(user, user.login) };
    },
    UpdateLoginProfile: ({ UserName, Password, PasswordResetRequired }, call) => {
      const login = loginOf(userOf(iam, UserName, call));
      if (Password !== undefined) login.password = Password;
      if (PasswordResetRequired !== undefined) login.resetRequired = PasswordResetRequired;
      return {};
    },
    DeleteLoginProfile: ({ UserName }, call) => {
      const user = userOf(iam, UserName, call);
      loginOf(user);
      user.login = undefined;
      return {};
    },
    DeactivateMFADevice: ({ UserName, SerialNumber }, call) => {
      const user = userOf(iam, UserName, call);
      const serial = given(SerialNumber, 'SerialNumber');
      found(user.mfaDevices.get(serial), `MFA Device invalid for user.`);
      user.mfaDevices.delete(serial);
      return {};
    },
  };
}

function loginOf(user: User): LoginProfile {
  return found(user.login, `Login Profile for User ${user.name} cannot be found.`);
}

function loginShape(user: User, { createdAt, resetRequired }: LoginProfile) {
  return { UserName: user.name, CreateDate: new Date(createdAt), PasswordResetRequired: resetRequired };
}
