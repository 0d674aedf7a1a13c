//! Pictures of the window, named by what they show.

use std::path::PathBuf;

/// Size in pixels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Size {
    /// Across.
    pub width: u32,
    /// Down.
    pub height: u32,
}

impl Size {
    /// The smallest screen that must hold the booth without scrolling.
    pub const BOOTH: Self = Self { width: 1366, height: 768 };
    /// An office screen.
    pub const OFFICE: Self = Self { width: 1920, height: 1080 };
}

/// How the window looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Look {
    /// `light` or `dark`.
    pub theme: &'static str,
    /// `zh` or `en`.
    pub language: &'static str,
    /// Its size.
    pub size: Size,
}

impl Look {
    /// As a newly installed console looks.
    pub const FIRST: Self = Self { theme: "light", language: "zh", size: Size::BOOTH };

    /// Where a picture of this look goes.
    pub fn path(self, name: &str) -> PathBuf {
        let Self { theme, language, size: Size { width, height } } = self;
        folder().join(format!("{name}-{theme}-{language}-{width}x{height}.png"))
    }
}

/// The folder for pictures.
pub fn folder() -> PathBuf {
    std::env::var_os("LOTDESK_SCREENS").map_or_else(|| std::env::temp_dir().join("lotdesk-screens"), PathBuf::from)
}
