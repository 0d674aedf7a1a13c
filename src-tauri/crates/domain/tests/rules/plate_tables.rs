//! Plates by the tables in `tests/fixtures/plate`.

use lotdesk_domain::plate::{BadPlate, Plate, PlateKind};

use crate::rows;

const ACCEPTED: &str = include_str!("../../../../../tests/fixtures/plate/accepted.csv");
const REFUSED: &str = include_str!("../../../../../tests/fixtures/plate/refused.csv");

#[test]
fn every_form_in_use_is_taken_and_brought_into_its_normal_form() {
    let mut seen = 0;
    for row in rows(ACCEPTED) {
        let [written, normal, kind, shown] = row[..] else { panic!("{row:?}") };
        let plate = Plate::parse(written).unwrap_or_else(|e| panic!("{written:?}: {e}"));
        assert_eq!(plate.as_str(), normal, "{written:?}");
        let wanted: PlateKind = serde_json::from_str(&format!("\"{kind}\"")).unwrap();
        assert_eq!(plate.kind(), wanted, "{written:?}");
        assert_eq!(plate.display(), shown, "{written:?}");
        seen += 1;
    }
    assert_eq!(seen, 40);
}

#[test]
fn impossible_plates_are_refused_by_the_rule_that_they_break() {
    let mut seen = 0;
    for row in rows(REFUSED) {
        let [written, rule, why] = row[..] else { panic!("{row:?}") };
        let refusal = Plate::parse(written).expect_err(why);
        assert_eq!(name(&refusal), rule, "{written:?}: {refusal}");
        let (en, zh) = (refusal.to_string(), refusal.zh());
        assert!(en.chars().count() < 200 && zh.chars().count() < 80, "{en} {zh}");
        seen += 1;
    }
    assert_eq!(seen, 46);
}

#[test]
fn a_refusal_quotes_the_plate_and_names_the_character_in_both_languages() {
    let refusal = Plate::parse("粤b1o345").unwrap_err();
    assert_eq!(refusal, BadPlate::LetterNotUsed { text: "粤B1O345".into(), found: 'O' });
    assert_eq!(
        refusal.to_string(),
        "\"粤B1O345\" has the letter O in its number; I and O are not used there, only the digits 1 and 0"
    );
    assert_eq!(refusal.zh(), "“粤B1O345”的序号中有字母 O；序号不使用 I 和 O，请核对是否为数字 1 或 0");
}

#[test]
fn json_goes_through_the_same_door() {
    assert_eq!(serde_json::from_str::<Plate>("\"粤 B88888\"").unwrap().as_str(), "粤B88888");
    let refusal = serde_json::from_str::<Plate>("\"粤B1\"").unwrap_err().to_string();
    assert!(refusal.contains("has 3 characters"), "{refusal}");
    assert_eq!(serde_json::to_string(&Plate::parse("粤z·1234港").unwrap()).unwrap(), "\"粤Z1234港\"");
}

fn name(refusal: &BadPlate) -> &'static str {
    match refusal {
        BadPlate::Empty => "empty",
        BadPlate::Ticket { .. } => "ticket",
        BadPlate::Province { .. } => "province",
        BadPlate::Office { .. } => "office",
        BadPlate::Length { .. } => "length",
        BadPlate::LetterNotUsed { .. } => "letter_not_used",
        BadPlate::Character { .. } => "character",
        BadPlate::NoDigit { .. } => "no_digit",
        BadPlate::NewEnergyLetter { .. } => "new_energy_letter",
        BadPlate::NewEnergyDigits { .. } => "new_energy_digits",
        BadPlate::Suffix { .. } => "suffix",
        BadPlate::HongKongMacau { .. } => "hong_kong_macau",
        BadPlate::Emergency { .. } => "emergency",
        BadPlate::Embassy { .. } => "embassy",
        BadPlate::ArmedPolice { .. } => "armed_police",
        BadPlate::Military { .. } => "military",
    }
}
