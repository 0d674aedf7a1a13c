//! Cars that might drive through a lot in Shenzhen: plates, sizes, what a camera misreads.

use lotdesk_domain::parking::VehicleClass;
use lotdesk_domain::plate::{Plate, PlateColor};
use rand::rngs::StdRng;
use rand::{Rng, RngExt};

/// A car of the traffic.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Car {
    /// What tells it from others: its plate, or a text of its own where it has none.
    pub key: String,
    /// Its plate; none for a car without one.
    pub plate: Option<Plate>,
    /// Colour of the plate.
    pub plate_color: PlateColor,
    /// Size.
    pub class: VehicleClass,
}

/// Letters of a plate's serial: no I, no O.
const LETTERS: &[u8] = b"ABCDEFGHJKLMNPQRSTUVWXYZ";
const DIGITS: &[u8] = b"0123456789";
/// Where cars in Shenzhen come from, and how often of a hundred.
const PLACES: [(&str, u32); 14] = [
    ("粤B", 66),
    ("粤S", 6),
    ("粤L", 5),
    ("粤A", 5),
    ("湘A", 3),
    ("赣B", 2),
    ("鄂A", 2),
    ("桂A", 2),
    ("豫A", 2),
    ("川A", 2),
    ("京N", 1),
    ("沪A", 1),
    ("浙A", 1),
    ("闽D", 2),
];
/// What cameras take for one another.
const CONFUSED: [(char, char); 7] =
    [('0', 'D'), ('8', 'B'), ('2', 'Z'), ('5', 'S'), ('1', 'L'), ('6', 'G'), ('0', 'Q')];

fn one_of(rng: &mut StdRng, from: &[u8]) -> char {
    char::from(from[rng.random_range(0..from.len())])
}

impl Car {
    /// A car whose plate is known; colour and size follow from the plate's form, as far as that tells.
    pub fn with_plate(plate: Plate) -> Self {
        let serial: Vec<char> = plate.as_str().chars().skip(2).collect();
        let plate_color = match serial.as_slice() {
            [first, .., _] if serial.len() == 6 && first.is_ascii_alphabetic() => PlateColor::Green,
            [.., last] if serial.len() == 6 && last.is_ascii_alphabetic() => PlateColor::YellowGreen,
            [.., '警'] => PlateColor::White,
            [.., '港' | '澳' | '使' | '领'] => PlateColor::Black,
            [.., '挂' | '学'] => PlateColor::Yellow,
            _ => PlateColor::Blue,
        };
        let class = match plate_color {
            PlateColor::YellowGreen | PlateColor::Yellow => VehicleClass::Large,
            _ => VehicleClass::Small,
        };
        Self { key: plate.as_str().to_owned(), plate: Some(plate), plate_color, class }
    }

    /// Any car: three in ten new-energy, three in a hundred large, two in a hundred without a plate.
    pub fn any(rng: &mut StdRng) -> Self {
        let mut drawn = rng.random_range(0..100_u32);
        let mut place = PLACES[0].0;
        for (name, share) in PLACES {
            if drawn < share {
                place = name;
                break;
            }
            drawn -= share;
        }
        let kind = rng.random_range(0..100_u32);
        if kind < 2 {
            let key = format!("no plate {:016x}", rng.next_u64());
            return Self { key, plate: None, plate_color: PlateColor::Blue, class: VehicleClass::Small };
        }
        let serial: String = if kind < 32 {
            // Small new-energy cars: a letter that tells the drive, then a letter or digit, then four digits.
            let drive = one_of(rng, b"DDDDDDAABFFGG");
            let second = if rng.random_bool(0.2) { one_of(rng, LETTERS) } else { one_of(rng, DIGITS) };
            [drive, second].into_iter().chain((0..4).map(|_| one_of(rng, DIGITS))).collect()
        } else {
            // Up to two letters among five.
            let mut serial: Vec<char> = (0..5).map(|_| one_of(rng, DIGITS)).collect();
            for _ in 0..rng.random_range(0..3) {
                let at = rng.random_range(0..5);
                serial[at] = one_of(rng, LETTERS);
            }
            serial.into_iter().collect()
        };
        let Ok(plate) = Plate::parse(&format!("{place}{serial}")) else { return Self::any(rng) };
        let mut car = Self::with_plate(plate);
        if (32..35).contains(&kind) {
            (car.plate_color, car.class) = (PlateColor::Yellow, VehicleClass::Large);
        }
        car
    }

    /// What a camera may take the plate for; none where nothing on it can be mistaken.
    pub fn misread(&self, rng: &mut StdRng) -> Option<Plate> {
        let plate = self.plate.as_ref()?;
        let characters: Vec<char> = plate.as_str().chars().collect();
        let mut ways: Vec<Plate> = Vec::new();
        for at in 2..characters.len() {
            for (a, b) in CONFUSED {
                let other = match characters[at] {
                    c if c == a => b,
                    c if c == b => a,
                    _ => continue,
                };
                let mut wrong = characters.clone();
                wrong[at] = other;
                ways.extend(Plate::parse(&wrong.into_iter().collect::<String>()).ok().filter(|p| p != plate));
            }
        }
        if ways.is_empty() { None } else { Some(ways.swap_remove(rng.random_range(0..ways.len()))) }
    }
}

#[cfg(test)]
mod tests {
    use rand::SeedableRng;

    use super::*;

    #[test]
    fn the_mix_is_that_of_a_city_and_a_seed_repeats_it() {
        let draw = |seed| {
            let mut rng = StdRng::seed_from_u64(seed);
            (0..2000).map(|_| Car::any(&mut rng)).collect::<Vec<_>>()
        };
        let cars = draw(7);
        assert_eq!(cars, draw(7));
        assert_ne!(cars, draw(8));
        let share = |f: fn(&Car) -> bool| cars.iter().filter(|c| f(c)).count();
        assert!((20..70).contains(&share(|c| c.plate.is_none())));
        assert!((450..750).contains(&share(|c| c.plate_color == PlateColor::Green)));
        assert!((20..110).contains(&share(|c| c.class == VehicleClass::Large)));
        assert!(cars.iter().filter(|c| c.plate_color == PlateColor::Green).all(|c| c.key.chars().count() == 8));
    }

    #[test]
    fn a_misread_plate_is_another_possible_plate_one_character_off() {
        let mut rng = StdRng::seed_from_u64(1);
        let car = Car::with_plate(Plate::parse("粤B80215").unwrap());
        for _ in 0..20 {
            let wrong = car.misread(&mut rng).unwrap();
            let differing = wrong.as_str().chars().zip(car.key.chars()).filter(|(a, b)| a != b).count();
            assert_eq!(differing, 1, "{wrong}");
        }
        assert_eq!(Car::with_plate(Plate::parse("粤B33447").unwrap()).misread(&mut rng), None);
    }

    #[test]
    fn colour_and_size_follow_from_the_plate() {
        let car = |plate| Car::with_plate(Plate::parse(plate).unwrap());
        assert_eq!(car("粤BD12345").plate_color, PlateColor::Green);
        assert_eq!(
            (car("粤B12345D").plate_color, car("粤B12345D").class),
            (PlateColor::YellowGreen, VehicleClass::Large)
        );
        assert_eq!(car("粤Z1234港").plate_color, PlateColor::Black);
        assert_eq!(car("粤B12345").plate_color, PlateColor::Blue);
    }
}
