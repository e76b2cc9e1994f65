/** Where evidence lies, below the case folder. */
export const EVIDENCE_FOLDERS = {
  packs: 'evidence/packs',
  objects: 'evidence/objects',
  manifests: 'evidence/manifests',
} as const;
