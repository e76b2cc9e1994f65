/** A regular expression for the addresses of a network, or why there is none. */
export type CidrPattern =
  { readonly ok: true; readonly pattern: string } | { readonly ok: false; readonly why: string };

/** `10.0.0.0/8`, `2001:db8::/32`: matches addresses as text. Athena's address functions are not in the dialect. */
export function cidrPattern(network: string): CidrPattern {
  const [address, bits, more] = network.trim().split('/');
  const length = bits === undefined ? Number.NaN : Number(bits);
  if (address === undefined || more !== undefined || !Number.isInteger(length) || length < 0)
    return { ok: false, why: 'it is not written as ADDRESS/BITS' };
  return address.includes(':') ? version6(address.toLowerCase(), length) : version4(address, length);
}

function version4(address: string, length: number): CidrPattern {
  const octets = address.split('.').map(Number);
  if (octets.length !== 4 || octets.some((octet) => !Number.isInteger(octet) || octet < 0 || octet > 255))
    return { ok: false, why: 'its address is not four numbers from 0 to 255' };
  if (length > 32) return { ok: false, why: 'an IPv4 address has 32 bits' };
  const parts = octets.map((octet, index) =>
    octetPattern(octet, Math.min(8, Math.max(0, length - 8 * index))),
  );
  return { ok: true, pattern: `^${parts.join('[.]')}$` };
}

function octetPattern(octet: number, bits: number): string {
  if (bits === 0) return '[0-9]{1,3}';
  const size = 2 ** (8 - bits);
  const first = Math.floor(octet / size) * size;
  const values = Array.from({ length: size }, (_, index) => first + index);
  return values.length === 1 ? String(first) : `(?:${values.join('|')})`;
}

/** Groups of zeros may be written as `::` anywhere, so only a prefix without a zero group has one spelling. */
function version6(address: string, length: number): CidrPattern {
  if (length > 128) return { ok: false, why: 'an IPv6 address has 128 bits' };
  const [head = '', tail] = address.split('::');
  const groups = head === '' ? [] : head.split(':');
  const needed = Math.ceil(length / 16);
  const given =
    tail === undefined ? groups : [...groups, ...Array<string>(Math.max(0, 8 - groups.length)).fill('0')];
  const used = given.slice(0, needed);
  if (used.length < needed || used.some((group) => !/^[0-9a-f]{1,4}$/.test(group)))
    return { ok: false, why: 'its address is not an IPv6 address' };
  if (needed === 0) return { ok: true, pattern: ':' };
  if (used.some((group) => Number.parseInt(group, 16) === 0))
    return { ok: false, why: 'zeros in the prefix of an IPv6 network have several spellings in logs' };
  const parts = used.map((group, index) => groupPattern(group, Math.min(16, length - 16 * index)));
  return { ok: true, pattern: `(?i)^${parts.join(':')}${needed === 8 ? '$' : ':'}` };
}

function groupPattern(group: string, bits: number): string {
  const digits = group.padStart(4, '0');
  if (bits === 16) return `0*${group.replace(/^0+/, '')}`;
  const whole = Math.floor(bits / 4);
  const rest = bits % 4;
  const nibble = Number.parseInt(digits.charAt(whole), 16);
  const size = 2 ** (4 - rest);
  const first = Math.floor(nibble / size) * size;
  const range = Array.from({ length: size }, (_, index) => (first + index).toString(16)).join('');
  const partial = rest === 0 ? '' : `[${range}]`;
  return `${digits.slice(0, whole)}${partial}[0-9a-f]{${4 - whole - (rest === 0 ? 0 : 1)}}`;
}
