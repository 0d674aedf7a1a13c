//! One PDF file of up to [`super::PAGES_A_VOLUME`] pages (PDF 32000-1). Pages are packed as they come; the part of the
//! font that they use, and how many they are, come last.

use flate2::{Compress, Compression, FlushCompress};
use lotdesk_domain::table::SinkError;
use pdf_writer::types::{CidFontType, FontFlags, SystemInfo, UnicodeCmap};
use pdf_writer::{Filter, Finish, Name, Pdf, Rect, Ref, Str, TextStr};

use super::font::Glyphs;
use super::ink::{Align, Ink};
use super::sheet::{PAGE_HEIGHT, PAGE_WIDTH, SMALL};

const CATALOG: Ref = Ref::new(1);
const PAGES: Ref = Ref::new(2);
const FONT: Ref = Ref::new(3);
const CID_FONT: Ref = Ref::new(4);
const DESCRIPTOR: Ref = Ref::new(5);
const FONT_FILE: Ref = Ref::new(6);
const TO_UNICODE: Ref = Ref::new(7);
const PAGE_COUNT: Ref = Ref::new(8);
const INFO: Ref = Ref::new(9);
/// The first page; each takes two numbers.
const FIRST_PAGE: i32 = 10;
/// The same reasons as for sheets.
const LEVEL: u32 = 1;
const SYSTEM: SystemInfo<'static> = SystemInfo { registry: Str(b"Adobe"), ordering: Str(b"Identity"), supplement: 0 };
/// The name of the font's part: six letters and a plus say that it is one.
const FONT_NAME: Name<'static> = Name(b"LOTDSK+NotoSansSC");

/// A volume on its way.
pub(super) struct Volume {
    pdf: Pdf,
    pages: i32,
    deflate: Compress,
    packed: Vec<u8>,
}

impl Volume {
    pub(super) fn new() -> Self {
        Self {
            pdf: Pdf::with_capacity(1024 * 1024),
            pages: 0,
            deflate: Compress::new(Compression::new(LEVEL), true),
            packed: Vec::new(),
        }
    }

    pub(super) fn pages(&self) -> usize {
        usize::try_from(self.pages).unwrap_or(0)
    }

    /// Adds a page.
    pub(super) fn page(&mut self, content: &[u8]) -> Result<(), SinkError> {
        let id = FIRST_PAGE + 2 * self.pages;
        self.pages += 1;
        self.pack(content)?;
        let packed = std::mem::take(&mut self.packed);
        self.pdf.stream(Ref::new(id + 1), &packed).filter(Filter::FlateDecode);
        self.packed = packed;
        let mut page = self.pdf.page(Ref::new(id));
        page.parent(PAGES).contents(Ref::new(id + 1));
        page.finish();
        Ok(())
    }

    fn pack(&mut self, content: &[u8]) -> Result<(), SinkError> {
        self.deflate.reset();
        self.packed.clear();
        self.packed.reserve(content.len() / 2 + 1024);
        loop {
            let taken = usize::try_from(self.deflate.total_in()).unwrap_or(usize::MAX);
            let done = self
                .deflate
                .compress_vec(&content[taken..], &mut self.packed, FlushCompress::Finish)
                .map_err(|_| SinkError::TooLarge("deflate"))?;
            if done == flate2::Status::StreamEnd {
                return Ok(());
            }
            self.packed.reserve(self.packed.capacity().max(1024));
        }
    }

    /// Ends the volume and gives its bytes.
    pub(super) fn finish(
        mut self,
        font: &mut Glyphs,
        title: &str,
        of_pages: &str,
        chinese: bool,
    ) -> Result<Vec<u8>, SinkError> {
        let size = |tenths: i32| tenths as f32 / 10.0;
        let mut catalog = self.pdf.catalog(CATALOG);
        catalog.pages(PAGES).lang(TextStr(if chinese { "zh-CN" } else { "en" }));
        catalog.viewer_preferences().display_doc_title(true);
        catalog.finish();
        self.pdf.document_info(INFO).title(TextStr(title)).producer(TextStr("Lotdesk"));
        let mut pages = self.pdf.pages(PAGES);
        pages.kids((0..self.pages).map(|page| Ref::new(FIRST_PAGE + 2 * page))).count(self.pages);
        pages.media_box(Rect::new(0.0, 0.0, size(PAGE_WIDTH), size(PAGE_HEIGHT)));
        let mut resources = pages.resources();
        resources.fonts().pair(Name(b"F"), FONT);
        resources.x_objects().pair(Name(b"N"), PAGE_COUNT);
        resources.finish();
        pages.finish();

        let mut ink = Ink::default();
        ink.begin_text(SMALL);
        ink.text(font, of_pages, SMALL, 0, 0, PAGE_WIDTH, Align::Left);
        ink.end_text();
        let mut form = self.pdf.form_xobject(PAGE_COUNT, &ink.out);
        form.bbox(Rect::new(0.0, -5.0, size(PAGE_WIDTH), 20.0));
        form.resources().fonts().pair(Name(b"F"), FONT);
        form.finish();
        self.font(font)?;
        Ok(self.pdf.finish())
    }

    fn font(&mut self, font: &Glyphs) -> Result<(), SinkError> {
        let part = font.part()?;
        self.pack(&part)?;
        let packed = std::mem::take(&mut self.packed);
        let mut file = self.pdf.stream(FONT_FILE, &packed);
        file.filter(Filter::FlateDecode);
        if font.metrics.cff {
            file.pair(Name(b"Subtype"), Name(b"OpenType"));
        } else {
            file.pair(Name(b"Length1"), i32::try_from(part.len()).unwrap_or(i32::MAX));
        }
        file.finish();

        self.pdf
            .type0_font(FONT)
            .base_font(FONT_NAME)
            .encoding_predefined(Name(b"Identity-H"))
            .descendant_font(CID_FONT)
            .to_unicode(TO_UNICODE);
        let mut cid = self.pdf.cid_font(CID_FONT);
        cid.subtype(if font.metrics.cff { CidFontType::Type0 } else { CidFontType::Type2 })
            .base_font(FONT_NAME)
            .system_info(SYSTEM)
            .font_descriptor(DESCRIPTOR)
            .default_width(1000.0);
        cid.widths().consecutive(0, font.parts().iter().map(|(width, _)| f32::from(*width)));
        if !font.metrics.cff {
            cid.cid_to_gid_map_predefined(Name(b"Identity"));
        }
        cid.finish();

        let [left, bottom, right, top] = font.metrics.bounds.map(f32::from);
        let mut descriptor = self.pdf.font_descriptor(DESCRIPTOR);
        descriptor
            .name(FONT_NAME)
            .flags(FontFlags::SYMBOLIC)
            .bbox(Rect::new(left, bottom, right, top))
            .italic_angle(0.0)
            .ascent(f32::from(font.metrics.ascent))
            .descent(f32::from(font.metrics.descent))
            .cap_height(f32::from(font.metrics.cap_height))
            .stem_v(80.0);
        if font.metrics.cff {
            descriptor.font_file3(FONT_FILE)
        } else {
            descriptor.font_file2(FONT_FILE)
        };
        descriptor.finish();

        let mut map = UnicodeCmap::new(Name(b"Lotdesk"), SYSTEM);
        for (id, (_, c)) in (0_u16..).zip(font.parts()) {
            map.pair(id, *c);
        }
        self.pack(map.finish().as_slice())?;
        let packed = std::mem::take(&mut self.packed);
        self.pdf.stream(TO_UNICODE, &packed).filter(Filter::FlateDecode);
        Ok(())
    }
}
