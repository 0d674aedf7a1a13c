//! What is wrong with a lane's device: in its own words, and as its driver found it.

use lotdesk_domain::trouble::Trouble;
use lotdesk_ledger::event::StoredTrouble;

use crate::api::service::InWords;

/// Both, where they are known.
#[derive(Clone, Debug, Default)]
pub(crate) struct Said {
    /// The device's own words.
    pub words: Option<String>,
    /// What its driver found.
    pub trouble: Option<Trouble>,
}

impl Said {
    pub(crate) fn new(words: Option<String>, trouble: Option<Trouble>, most_characters: usize) -> Self {
        let cut = |text: String| text.chars().take(most_characters).collect();
        Self { words: words.map(cut), trouble }
    }

    pub(crate) fn stored(&self) -> Option<StoredTrouble> {
        self.trouble.map(StoredTrouble::from)
    }
}

impl From<Trouble> for Said {
    fn from(trouble: Trouble) -> Self {
        Self { words: None, trouble: Some(trouble) }
    }
}

/// For people. The driver's finding has words in both languages; the device's own stand as they came.
pub(crate) fn in_words(words: Option<&str>, trouble: Option<&StoredTrouble>) -> Option<InWords> {
    if let Some(trouble) = trouble.and_then(StoredTrouble::trouble) {
        return Some(InWords { zh: trouble.zh(), en: trouble.en() });
    }
    words.map(|words| InWords { zh: words.to_owned(), en: words.to_owned() })
}

/// As a line of the board carries them: under this name in Chinese, and with `_en` behind it in English.
pub(crate) fn line_words(
    names: (&'static str, &'static str),
    words: Option<&str>,
    trouble: Option<&StoredTrouble>,
) -> Vec<(&'static str, String)> {
    let InWords { zh, en } = in_words(words, trouble).unwrap_or(InWords { zh: String::new(), en: String::new() });
    vec![(names.0, zh), (names.1, en)]
}
