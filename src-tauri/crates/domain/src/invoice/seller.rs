//! Who sells, and at which rate.

use std::fmt;

use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::money::Fen;
use crate::person::{BadField, lengths};

/// A rate of value-added tax in hundredths of a percent: 600 is 6 %.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema, TS)]
#[serde(transparent)]
#[ts(type = "number")]
pub struct TaxRate(pub u32);

impl TaxRate {
    /// Nothing to be taxed: 免税 (table 110, `sl` 0).
    pub const EXEMPT: TaxRate = TaxRate(0);

    /// What an amount with tax holds without tax, and the tax in it; halves are rounded away from nothing. The two add up
    /// to the amount, and an amount below nothing gives the same below nothing.
    pub fn split(self, gross: Fen) -> (Fen, Fen) {
        let whole = 10_000 + i128::from(self.0);
        let twice = i128::from(gross.0.unsigned_abs()) * 2 * 10_000;
        let rounded = (twice + whole) / (2 * whole);
        // Not more than the amount itself.
        let net = i64::try_from(rounded).unwrap_or(i64::MAX);
        let net = Fen(if gross.0 < 0 { -net } else { net });
        (net, gross - net)
    }
}

impl fmt::Display for TaxRate {
    /// As a fraction: `0.06`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", Decimal::new(i64::from(self.0), 4).normalize())
    }
}

/// Who sells (table 110). Set up once. Lengths are the table's, in characters.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct Seller {
    /// 纳税人识别号, 20 at most.
    pub tax_no: String,
    /// Name as on the business licence, 100 at most.
    pub name: String,
    /// Address, 80 at most.
    pub address: String,
    /// Telephone, 20 at most.
    pub phone: String,
    /// Bank and account, 100 at most.
    #[serde(default)]
    pub bank_account: Option<String>,
    /// 平台编码, 8 at most, where the city platform gave one.
    #[serde(default)]
    pub platform_code: Option<String>,
    /// 开票人, 8 at most.
    pub drawer: String,
    /// 收款人, 8 at most.
    #[serde(default)]
    pub payee: Option<String>,
    /// 复核人, 8 at most.
    #[serde(default)]
    pub reviewer: Option<String>,
    /// 项目名称 of a parking fee, 90 at most.
    pub item_name: String,
    /// 商品编码 of a parking fee, 19 at most.
    pub item_code: String,
    /// Rate of the tax on parking fees.
    pub rate: TaxRate,
}

impl Seller {
    /// Holds the seller against table 110.
    ///
    /// # Errors
    /// The first field that is empty, too long, or no rate.
    pub fn check(&self) -> Result<(), BadField> {
        let some = |text: &Option<String>| text.clone().unwrap_or_default();
        let fields: [(&'static str, &str, bool, usize); 11] = [
            ("tax_no", &self.tax_no, true, 20),
            ("name", &self.name, true, 100),
            ("address", &self.address, true, 80),
            ("phone", &self.phone, true, 20),
            ("bank_account", &some(&self.bank_account), false, 100),
            ("platform_code", &some(&self.platform_code), false, 8),
            ("drawer", &self.drawer, true, 8),
            ("payee", &some(&self.payee), false, 8),
            ("reviewer", &some(&self.reviewer), false, 8),
            ("item_name", &self.item_name, true, 90),
            ("item_code", &self.item_code, true, 19),
        ];
        lengths(&fields)?;
        if self.rate.0 > 2_000 {
            return Err(BadField {
                field: "rate",
                rule: "is in hundredths of a percent, 2000 at most".to_owned(),
                rule_zh: "以万分之一计，最多 2000".to_owned(),
            });
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tax_is_split_out_to_the_fen() {
        // 20.00 with 6 %: 18.867… without, so 18.87 and 1.13.
        assert_eq!(TaxRate(600).split(Fen(2000)), (Fen(1887), Fen(113)));
        assert_eq!(TaxRate(600).split(Fen(-2000)), (Fen(-1887), Fen(-113)));
        // 21.00 with 5 %: exactly 20.00.
        assert_eq!(TaxRate(500).split(Fen(2100)), (Fen(2000), Fen(100)));
        assert_eq!(TaxRate::EXEMPT.split(Fen(999)), (Fen(999), Fen(0)));
        assert_eq!(TaxRate(900).split(Fen(1)), (Fen(1), Fen(0)));
        assert_eq!((TaxRate(600).to_string(), TaxRate(0).to_string()), ("0.06".into(), "0".into()));
    }
}
