//! What holds for any plate and any text.

use lotdesk_domain::plate::{BadPlate, Likeness, Plate, PlateKind};
use proptest::prelude::*;

const PROVINCE: &str = "[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼]";

/// Plates by construction from their parts, each with its kind.
fn plates() -> impl Strategy<Value = (String, PlateKind)> {
    let of = |pattern: String, kind: PlateKind| {
        proptest::string::string_regex(&pattern).expect("a pattern").prop_map(move |text| (text, kind))
    };
    prop_oneof![
        of(format!("{PROVINCE}[A-HJ-Z][A-HJ-NP-Z0-9]{{4}}[0-9]"), PlateKind::Ordinary),
        of(format!("{PROVINCE}[A-HJ-Z][ABCDEFGHJK][A-HJ-NP-Z0-9][0-9]{{4}}"), PlateKind::NewEnergySmall),
        of(format!("{PROVINCE}[A-HJ-Z][0-9]{{5}}[ABCDEFGHJK]"), PlateKind::NewEnergyLarge),
        of(format!("{PROVINCE}[A-HJ-Z][0-9]{{4}}挂"), PlateKind::Trailer),
        of(format!("{PROVINCE}[A-HJ-Z][0-9]{{4}}学"), PlateKind::Coach),
        of(format!("{PROVINCE}[A-HJ-Z][0-9]{{4}}警"), PlateKind::Police),
        of("粤Z[A-HJ-NP-Z0-9]{3}[0-9][港澳]".into(), PlateKind::HkMacau),
        of(format!("{PROVINCE}[A-HJ-Z][0-9]{{4}}领"), PlateKind::Consular),
        of("(使[0-9]{6})|([0-9]{6}使)".into(), PlateKind::Embassy),
        of(format!("WJ{PROVINCE}?[0-9]{{4}}[A-HJ-NP-Z0-9]"), PlateKind::ArmedPolice),
        of("[A-HJ-NP-V][A-HJ-NP-Z][A-D0-9][0-9]{4}".into(), PlateKind::Military),
        of(format!("{PROVINCE}[A-HJ-Z][0-9]{{4,5}}临"), PlateKind::Temporary),
    ]
}

fn plate() -> impl Strategy<Value = Plate> {
    plates().prop_map(|(text, _)| Plate::parse(&text).expect("a plate by construction"))
}

/// The text as a hasty hand or another make of camera writes it.
fn roughened(text: &str, ways: &[u8]) -> String {
    let mut rough = String::new();
    for (c, way) in text.chars().zip(ways.iter().cycle()) {
        match way % 7 {
            0 => rough.push(' '),
            1 => rough.push('·'),
            2 => rough.push('\u{3000}'),
            3 => rough.push('・'),
            _ => {}
        }
        match way / 7 % 3 {
            0 => rough.push(c.to_ascii_lowercase()),
            1 if c.is_ascii_alphanumeric() => {
                rough.push(char::from_u32(c as u32 + 0xFEE0).expect("a full-width form"));
            }
            _ => rough.push(c),
        }
    }
    rough
}

proptest! {
    #[test]
    fn any_writing_of_a_plate_has_one_normal_form(
        (text, kind) in plates(),
        ways in proptest::collection::vec(any::<u8>(), 1..9),
    ) {
        let rough = roughened(&text, &ways);
        let plate = Plate::parse(&rough).map_err(|e| TestCaseError::fail(format!("{rough:?}: {e}")))?;
        prop_assert_eq!(plate.as_str(), &text);
        prop_assert_eq!(plate.kind(), kind);
        prop_assert_eq!(Plate::parse(&plate.display()), Ok(plate.clone()));
        prop_assert!(plate.as_str().chars().count() <= 10, "the platform's plateNo takes 10");
    }

    #[test]
    fn any_text_is_a_plate_or_has_a_reason(text in "\\PC{0,12}|[粤京WJ使临挂港应急A-Z0-9 ·]{0,10}") {
        match Plate::parse(&text) {
            Ok(plate) => {
                prop_assert_eq!(Plate::parse(plate.as_str()), Ok(plate.clone()));
                let _ = plate.kind();
            }
            Err(reason) => {
                prop_assert!(!reason.to_string().is_empty());
                prop_assert!(!reason.zh().is_empty());
            }
        }
    }

    #[test]
    fn i_and_o_never_stand_in_a_number(
        head in PROVINCE,
        tail in "[A-HJ-NP-Z0-9]{4}",
        at in 0usize..5,
        letter in prop_oneof![Just('I'), Just('O')],
    ) {
        let mut number: Vec<char> = tail.chars().collect();
        number.insert(at, letter);
        let text: String = head.chars().chain(['B']).chain(number).collect();
        prop_assert_eq!(Plate::parse(&text), Err(BadPlate::LetterNotUsed { text, found: letter }));
    }

    #[test]
    fn likeness_is_the_same_both_ways_and_nothing_only_for_the_same(a in plate(), b in plate()) {
        let (there, back) = (Likeness::between(&a, &b), Likeness::between(&b, &a));
        prop_assert_eq!(there.cost, back.cost);
        prop_assert_eq!(there.cost == 0, a == b);
        prop_assert_eq!(there.differences.len(), back.differences.len());
        prop_assert_eq!(there.differences.is_empty(), a == b);
        prop_assert_eq!(Likeness::between(&a, &a), Likeness { cost: 0, differences: vec![] });
    }

    #[test]
    fn one_lookalike_in_the_number_is_a_candidate(
        head in PROVINCE,
        tail in "[A-HJ-NP-Z1-9]{4}",
        at in 0usize..5,
        (one, other) in prop_oneof![Just(('0', 'D')), Just(('0', 'Q')), Just(('8', 'B')), Just(('1', 'L')), Just(('2', 'Z')), Just(('5', 'S'))],
    ) {
        let with = |c: char| {
            let mut number: Vec<char> = tail.chars().collect();
            number.insert(at, c);
            // Seven characters with a digit somewhere are always a plate.
            head.chars().chain(['B']).chain(number).collect::<String>()
        };
        let (Ok(a), Ok(b)) = (Plate::parse(&with(one)), Plate::parse(&with(other))) else { return Ok(()) };
        let likeness = Likeness::between(&a, &b);
        prop_assert_eq!(likeness.cost, 10);
        prop_assert_eq!(likeness.differences, [format!("{one} ↔ {other}")]);
    }
}
