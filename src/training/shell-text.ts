/** Whether a shell would change a text between double quotes. `$.` stays what it is. */
export function unquotable(text: string): boolean {
  return /["`\\!]|\$[\w({?$*@#-]/.test(text);
}

/** A word of a command: as it is where no shell would change it, else in single quotes. */
export function shellWord(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
