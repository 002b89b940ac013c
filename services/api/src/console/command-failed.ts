/** A command cannot do what it was asked for; the message is for the person. */
export class CommandFailed extends Error {}
