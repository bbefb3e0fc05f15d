import {unsafeHTML} from '../lib/directives/unsafe-html.js';
import {marked} from '../lib/marked.js';
import DOMPurify from '../lib/purify.js';

// No images, styles or forms: an image address is a way to carry data out.
const CLEAN = {
  ALLOWED_TAGS: ['p', 'br', 'strong', 'em', 'del', 'a', 'ul', 'ol', 'li', 'table', 'thead', 'tbody', 'tr', 'th', 'td',
    'code', 'pre', 'blockquote', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'hr'],
  ALLOWED_ATTR: ['href', 'align', 'start', 'target', 'rel'],
  FORBID_TAGS: ['img', 'style', 'form'],
};
DOMPurify.addHook('afterSanitizeAttributes', node => {
  if (node.tagName === 'A') {
    node.setAttribute('target', '_blank');
    node.setAttribute('rel', 'noopener noreferrer nofollow');
  }
});
// Markup that is not Markdown is shown as it was written; an image by its description.
const escape = text => text.replace(/[&<>"]/g, c => ({'&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;'})[c]);
marked.use({gfm: true, renderer: {html: ({text}) => escape(text), image: ({text}) => escape(text)}});

function remembering(work) {
  const known = new Map();
  return text => {
    if (!known.has(text)) {
      if (known.size > 200) {
        known.clear();
      }
      known.set(text, work(text));
    }
    return known.get(text);
  };
}

const clean = remembering(text => DOMPurify.sanitize(marked.parse(text), CLEAN));

export const markdown = text => unsafeHTML(clean(text));

/** The blocks of a text: [{raw, numbered}], where `numbered` says how many points a numbered list has, and else 0. */
export const blocks = remembering(text =>
  marked.lexer(text).map(token => ({raw: token.raw, numbered: token.type === 'list' && token.ordered ? token.items.length : 0})));
