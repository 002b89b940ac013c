/** A person's name for signing in; as in `WS_SYSTEM_USER`. */
export const USERNAME = /^[\w.@-]{1,64}$/;
