/** The two files that pages refer to: where they are served, and the file beside this one that is served there. */
export const landingAssets = {
  css: { path: '/d/assets/landing.css', fileName: 'landing.css', contentType: 'text/css; charset=utf-8' },
  script: {
    path: '/d/assets/landing.js',
    fileName: 'landing.js',
    contentType: 'text/javascript; charset=utf-8',
  },
} as const
