//! Why a text is no plate: one variant for each rule, with words for programs' logs and for the window.

/// Why a text is no plate. Texts are cut to 16 characters.
#[derive(Clone, Debug, thiserror::Error, PartialEq, Eq)]
pub enum BadPlate {
    /// Nothing was given.
    #[error("a plate is wanted, such as 粤B12345")]
    Empty,
    /// The code of a ticket has another form.
    #[error("{text:?} has no code of four digits after 无牌")]
    Ticket {
        /// What was given.
        text: String,
    },
    /// The first character is no province's.
    #[error("{text:?} begins with {found:?}, which stands for no province")]
    Province {
        /// What was given.
        text: String,
        /// The character in the province's place.
        found: char,
    },
    /// The second character is no issuing office's letter.
    #[error("{text:?} has {found:?} after the province, where a letter from A to Z except I is wanted")]
    Office {
        /// What was given.
        text: String,
        /// The character in the letter's place.
        found: char,
    },
    /// Too short or too long.
    #[error("{text:?} has {found} characters; an ordinary plate has 7, a new-energy plate 8")]
    Length {
        /// What was given.
        text: String,
        /// How many characters it has without spaces and dots.
        found: usize,
    },
    /// I or O stands in the number.
    #[error("{text:?} has the letter {found} in its number; I and O are not used there, only the digits 1 and 0")]
    LetterNotUsed {
        /// What was given.
        text: String,
        /// I or O.
        found: char,
    },
    /// Something that is neither letter nor digit stands in the number.
    #[error("{text:?} has {found:?} in its number, where letters and digits are wanted")]
    Character {
        /// What was given.
        text: String,
        /// The character.
        found: char,
    },
    /// The number has no digit.
    #[error("{text:?} has no digit in its number")]
    NoDigit {
        /// What was given.
        text: String,
    },
    /// Eight characters, but none of the letters of new-energy cars in its place.
    #[error(
        "{text:?} has 8 characters like a new-energy plate, but none of its letters (D A B C E F G H J K) in the third or the last place"
    )]
    NewEnergyLetter {
        /// What was given.
        text: String,
    },
    /// Eight characters with the letter of a new-energy car, but letters where digits belong.
    #[error(
        "{text:?} has letters where a new-energy plate has digits: small cars end in four digits, large cars have five before the last letter"
    )]
    NewEnergyDigits {
        /// What was given.
        text: String,
    },
    /// 挂 学 警 领 港 澳 临 应急 after too few or too many characters.
    #[error("{text:?} ends in {suffix}, before which {wanted} characters are wanted after the letter")]
    Suffix {
        /// What was given.
        text: String,
        /// The ending.
        suffix: &'static str,
        /// How many characters belong before it.
        wanted: &'static str,
    },
    /// 港 and 澳 are for plates of 粤Z only.
    #[error("{text:?} ends in 港 or 澳, which only plates that begin with 粤Z do")]
    HongKongMacau {
        /// What was given.
        text: String,
    },
    /// 应急 is for plates of the letters X and S only.
    #[error("{text:?} ends in 应急, which only plates with X or S after the province do")]
    Emergency {
        /// What was given.
        text: String,
    },
    /// 使 without six digits.
    #[error("{text:?} has 使 like an embassy's plate, which has six digits beside it")]
    Embassy {
        /// What was given.
        text: String,
    },
    /// WJ without what follows on the armed police's plates.
    #[error(
        "{text:?} begins with WJ like the armed police, whose plates go on with a province or not, four digits and a digit or letter, or with seven digits"
    )]
    ArmedPolice {
        /// What was given.
        text: String,
    },
    /// Two letters without what follows on military plates.
    #[error(
        "{text:?} begins with two letters like a military plate, which goes on with a letter or digit and four digits"
    )]
    Military {
        /// What was given.
        text: String,
    },
}

impl BadPlate {
    /// The rule in Simplified Chinese, for the window.
    pub fn zh(&self) -> String {
        match self {
            BadPlate::Empty => "请输入车牌，例如 粤B12345".to_owned(),
            BadPlate::Ticket { text } => format!("“{text}”的凭条号应为 4 位数字"),
            BadPlate::Province { text, found } => format!("“{text}”的第一位“{found}”不是省份简称"),
            BadPlate::Office { text, found } => {
                format!("“{text}”的第二位“{found}”不是发牌机关代号（A–Z，不含 I）")
            }
            BadPlate::Length { text, found } => {
                format!("“{text}”共 {found} 位；普通车牌为 7 位，新能源车牌为 8 位")
            }
            BadPlate::LetterNotUsed { text, found } => {
                format!("“{text}”的序号中有字母 {found}；序号不使用 I 和 O，请核对是否为数字 1 或 0")
            }
            BadPlate::Character { text, found } => format!("“{text}”的序号中有“{found}”；序号只能是字母和数字"),
            BadPlate::NoDigit { text } => format!("“{text}”的序号中没有数字"),
            BadPlate::NewEnergyLetter { text } => {
                format!("“{text}”为 8 位，但第三位或末位不是新能源字母（D A B C E F G H J K）")
            }
            BadPlate::NewEnergyDigits { text } => {
                format!("“{text}”不符合新能源车牌规则：小型车后四位为数字，大型车字母前五位为数字")
            }
            BadPlate::Suffix { text, suffix, wanted } => {
                format!("“{text}”以“{suffix}”结尾，字母与“{suffix}”之间应有 {wanted} 位")
            }
            BadPlate::HongKongMacau { text } => format!("“{text}”以港或澳结尾，此类车牌只能以粤Z开头"),
            BadPlate::Emergency { text } => format!("“{text}”以应急结尾，此类车牌第二位只能是 X 或 S"),
            BadPlate::Embassy { text } => format!("“{text}”为使馆车牌，“使”之外应为六位数字"),
            BadPlate::ArmedPolice { text } => {
                format!("“{text}”以 WJ 开头，武警车牌后面应为省份简称（可无）、四位数字加一位数字或字母，或七位数字")
            }
            BadPlate::Military { text } => {
                format!("“{text}”以两个字母开头，军用车牌后面应为一位字母或数字加四位数字")
            }
        }
    }
}
