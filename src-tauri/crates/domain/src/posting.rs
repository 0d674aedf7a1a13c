//! Double entry: every movement of money is a set of postings that add up to nothing.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::money::Fen;
use crate::order::Split;
use crate::payment::PayChannel;

/// The chart of accounts.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum Account {
    /// Cash in the drawer of one turn at the booth; the text names the shift, or whoever took cash while there was none.
    Drawer(String),
    /// Cash that is not in a drawer: what floats come from and what was counted goes to.
    Safe,
    /// The lot's account at its bank, as far as money went through it that this ledger has to do with.
    Bank,
    /// What counts of drawers found too much or too little.
    OverShort,
    /// Parking fees due, before anything was let off.
    ParkingRevenue,
    /// What was let off.
    Discounts,
    /// What the city platform has taken for us and owes us until it settles.
    CityPlatform,
    /// Fees of cars that have left, which the city platform is to take by a contract (无感支付).
    CityDeduction,
    /// What a payment channel has taken for us and owes us until it settles.
    Channel(PayChannel),
    /// Parking fees of cars that were let go without paying.
    OwedByDrivers,
    /// What a merchant owes for what its coupons let off; the text names the merchant.
    Merchant(String),
    /// What reconciling put right and nobody has explained yet.
    Unexplained,
    /// What drivers paid too much and is to be given back.
    Refundable,
    /// What was given back of fees.
    Refunds,
    /// Deposits for reservations: not ours before the reservation has ended.
    Deposits,
    /// Deposits that the lot keeps, for holding a space.
    KeptDeposits,
    /// Electricity sold to cars.
    ChargingElectricity,
    /// The service of charging.
    ChargingService,
    /// Charging orders that drivers owe the lot.
    ChargingOwedByDrivers,
    /// Charging orders that a platform owes the lot: it had them started and takes the money.
    ChargingOwedByPlatform,
    /// What customers gave to have violations handled: theirs until docloud has it.
    ViolationsHeld,
    /// What docloud has taken for handling violations, until it is settled with docloud.
    Docloud,
    /// Money of drivers that was taken for ETCP's lots, and of which ETCP does not know yet.
    EtcpHeld,
    /// Money that we owe ETCP: it counts the stays as paid.
    EtcpPayable,
}

impl Account {
    /// The account's name in the ledger, such as `drawer:…` or `revenue:parking`.
    pub fn key(&self) -> String {
        match self {
            Account::Drawer(drawer) => format!("drawer:{drawer}"),
            Account::Safe => "safe".to_owned(),
            Account::Bank => "bank".to_owned(),
            Account::OverShort => "over_short".to_owned(),
            Account::ParkingRevenue => "revenue:parking".to_owned(),
            Account::Discounts => "discounts".to_owned(),
            Account::CityPlatform => "city:receivable".to_owned(),
            Account::CityDeduction => "city:deduction".to_owned(),
            Account::Channel(channel) => format!("channel:{}", channel.word()),
            Account::OwedByDrivers => "owed:parking_drivers".to_owned(),
            Account::Merchant(merchant) => format!("merchant:{merchant}"),
            Account::Unexplained => "reconciliation:unexplained".to_owned(),
            Account::Refundable => "drivers:refundable".to_owned(),
            Account::Refunds => "refunds".to_owned(),
            Account::Deposits => "deposits:reservations".to_owned(),
            Account::KeptDeposits => "revenue:deposits".to_owned(),
            Account::ChargingElectricity => "revenue:charging_electricity".to_owned(),
            Account::ChargingService => "revenue:charging_service".to_owned(),
            Account::ChargingOwedByDrivers => "owed:charging_drivers".to_owned(),
            Account::ChargingOwedByPlatform => "owed:charging_platform".to_owned(),
            Account::ViolationsHeld => "deposits:violations".to_owned(),
            Account::Docloud => "docloud:payable".to_owned(),
            Account::EtcpHeld => "etcp:held".to_owned(),
            Account::EtcpPayable => "etcp:payable".to_owned(),
        }
    }
}

/// One line: debit above zero, credit below.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct Posting {
    /// Where.
    pub account: Account,
    /// How much.
    pub amount_fen: Fen,
}

/// Postings that do not add up to nothing.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("the postings are off by {0} yuan")]
pub struct Unbalanced(pub Fen);

/// A balanced movement. There is no way to hold one that is not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Movement(Vec<Posting>);

impl Movement {
    /// Checks that the lines add up; lines of zero are left out.
    ///
    /// # Errors
    /// When they do not add up to nothing.
    pub fn new(lines: impl IntoIterator<Item = (Account, Fen)>) -> Result<Self, Unbalanced> {
        let postings: Vec<Posting> = lines
            .into_iter()
            .filter(|(_, amount)| *amount != Fen::ZERO)
            .map(|(account, amount_fen)| Posting { account, amount_fen })
            .collect();
        let sum: Fen = postings.iter().map(|p| p.amount_fen).sum();
        if sum == Fen::ZERO { Ok(Self(postings)) } else { Err(Unbalanced(sum)) }
    }

    /// A parking fee of `receivable`, `discount` of it let off, the rest put into `into`.
    ///
    /// # Errors
    /// When the three do not add up.
    pub fn parking_fee(into: Account, receivable: Fen, discount: Fen, received: Fen) -> Result<Self, Unbalanced> {
        Self::new([(into, received), (Account::Discounts, discount), (Account::ParkingRevenue, -receivable)])
    }

    /// A payment that the city platform took, taken apart.
    ///
    /// # Errors
    /// When the parts do not add up to `received`.
    pub fn platform_payment(received: Fen, parts: &Split) -> Result<Self, Unbalanced> {
        Self::new([
            (Account::CityPlatform, received),
            (Account::Discounts, parts.discount_fen),
            (Account::ParkingRevenue, -parts.receivable_fen),
            (Account::CityDeduction, -parts.debt_fen),
            (Account::Refundable, -parts.extra_fen),
        ])
    }

    /// A payment that came into `into`, taken apart; what of it pays debts comes off what drivers owe by `by_drivers`,
    /// the rest off what the platform is to take.
    ///
    /// # Errors
    /// When the parts do not add up to `received`.
    pub fn collected(into: Account, by_drivers: Fen, received: Fen, parts: &Split) -> Result<Self, Unbalanced> {
        Self::new([
            (into, received),
            (Account::Discounts, parts.discount_fen),
            (Account::ParkingRevenue, -parts.receivable_fen),
            (Account::OwedByDrivers, -by_drivers),
            (Account::CityDeduction, by_drivers - parts.debt_fen),
            (Account::Refundable, -parts.extra_fen),
        ])
    }

    /// The fee of a car that is let go without paying: revenue now, owed by its driver.
    ///
    /// # Errors
    /// Never: it has two lines of one amount.
    pub fn let_go_owing(amount: Fen) -> Result<Self, Unbalanced> {
        Self::new([(Account::OwedByDrivers, amount), (Account::ParkingRevenue, -amount)])
    }

    /// What reconciling puts right: `account` gets `amount` more (less below zero), and nobody has explained it yet.
    ///
    /// # Errors
    /// Never: it has two lines of one amount.
    pub fn put_right(account: Account, amount: Fen) -> Result<Self, Unbalanced> {
        Self::new([(account, amount), (Account::Unexplained, -amount)])
    }

    /// A fee that the city platform is to take after the car has left.
    ///
    /// # Errors
    /// Never: it has two lines of one amount.
    pub fn deduction_booked(amount: Fen) -> Result<Self, Unbalanced> {
        Self::new([(Account::CityDeduction, amount), (Account::ParkingRevenue, -amount)])
    }

    /// A refund of `amount` out of `from`, `of_extra` of it paid too much.
    ///
    /// # Errors
    /// Never: it has two sides of one amount.
    pub fn refund(from: Account, amount: Fen, of_extra: Fen) -> Result<Self, Unbalanced> {
        Self::new([(Account::Refundable, of_extra), (Account::Refunds, amount - of_extra), (from, -amount)])
    }

    /// The float of a shift: change money out of the safe into its drawer.
    ///
    /// # Errors
    /// Never: it has two lines of one amount.
    pub fn shift_float(drawer: Account, float: Fen) -> Result<Self, Unbalanced> {
        Self::new([(drawer, float), (Account::Safe, -float)])
    }

    /// The end of a shift: what was counted goes into the safe, and the drawer, which held `expected` by the books, is empty.
    ///
    /// # Errors
    /// Never: the difference balances it.
    pub fn shift_end(drawer: Account, expected: Fen, counted: Fen) -> Result<Self, Unbalanced> {
        Self::new([(Account::Safe, counted), (Account::OverShort, expected - counted), (drawer, -expected)])
    }

    /// A merchant settles: what its coupons let off since the settlement before (`billed`) is no discount of the lot's but the
    /// merchant's debt; of that it pays `received` into `into`, and the lot bears `waived` itself after all.
    ///
    /// # Errors
    /// Never: each amount has two lines.
    pub fn merchant_settled(
        merchant: Account,
        into: Account,
        (billed, received, waived): (Fen, Fen, Fen),
    ) -> Result<Self, Unbalanced> {
        Self::new([(merchant, billed - received - waived), (Account::Discounts, waived - billed), (into, received)])
    }

    /// A deposit that the city platform took for us.
    ///
    /// # Errors
    /// Never: it adds up.
    pub fn deposit_taken(amount: Fen) -> Result<Self, Unbalanced> {
        Self::new([(Account::CityPlatform, amount), (Account::Deposits, -amount)])
    }

    /// The end of a deposit of which `spent` went into the parking fee and `kept` stays with the lot; the platform gives
    /// the driver the rest of `amount` back.
    ///
    /// # Errors
    /// Never: it adds up.
    pub fn deposit_ended(amount: Fen, spent: Fen, kept: Fen) -> Result<Self, Unbalanced> {
        let returned = amount - spent - kept;
        Self::new([
            (Account::Deposits, amount),
            (Account::ParkingRevenue, -spent),
            (Account::KeptDeposits, -kept),
            (Account::CityPlatform, -returned),
        ])
    }

    /// Money that a driver pays for a stay in an ETCP lot: not ours for a moment.
    ///
    /// # Errors
    /// Never: it has two lines of one amount.
    pub fn etcp_taken(into: Account, amount: Fen) -> Result<Self, Unbalanced> {
        Self::new([(into, amount), (Account::EtcpHeld, -amount)])
    }

    /// ETCP counts the stay as paid: we owe it the money from now on.
    ///
    /// # Errors
    /// Never: it has two lines of one amount.
    pub fn etcp_known(amount: Fen) -> Result<Self, Unbalanced> {
        Self::new([(Account::EtcpHeld, amount), (Account::EtcpPayable, -amount)])
    }

    /// The driver has the money back.
    ///
    /// # Errors
    /// Never: it has two lines of one amount.
    pub fn etcp_given_back(from: Account, amount: Fen) -> Result<Self, Unbalanced> {
        Self::new([(Account::EtcpHeld, amount), (from, -amount)])
    }

    /// What we owe ETCP is paid out of `from`; below zero, that it was is taken back.
    ///
    /// # Errors
    /// Never: it has two lines of one amount.
    pub fn etcp_settled(from: Account, amount: Fen) -> Result<Self, Unbalanced> {
        Self::new([(Account::EtcpPayable, amount), (from, -amount)])
    }

    /// A charging order has ended: what it costs is owed from now on, by the driver or by the platform.
    ///
    /// # Errors
    /// Never for amounts that fit; the three always add up.
    pub fn charging_order(owed_by: Account, electricity: Fen, service: Fen) -> Result<Self, Unbalanced> {
        Self::new([
            (owed_by, electricity + service),
            (Account::ChargingElectricity, -electricity),
            (Account::ChargingService, -service),
        ])
    }

    /// A customer's money for having violations handled. It is held, and is no revenue.
    ///
    /// # Errors
    /// Never: it has two lines of one amount.
    pub fn violations_money(into: Account, amount: Fen) -> Result<Self, Unbalanced> {
        Self::new([(into, amount), (Account::ViolationsHeld, -amount)])
    }

    /// docloud has taken an order's price, or, below zero, gave some of it back.
    ///
    /// # Errors
    /// Never: it has two lines of one amount.
    pub fn violations_handed_on(amount: Fen) -> Result<Self, Unbalanced> {
        Self::new([(Account::ViolationsHeld, amount), (Account::Docloud, -amount)])
    }

    /// The same movement, paying charging orders too: what drivers owed for them is in `into` now.
    #[must_use]
    pub fn with_charging_paid(mut self, into: Account, amount: Fen) -> Self {
        if amount != Fen::ZERO {
            self.0.push(Posting { account: into, amount_fen: amount });
            self.0.push(Posting { account: Account::ChargingOwedByDrivers, amount_fen: -amount });
        }
        self
    }

    /// The lines.
    pub fn postings(&self) -> &[Posting] {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_balanced_movements_exist() {
        let drawer = Account::Drawer("A1".into());
        let fee = Movement::parking_fee(drawer.clone(), Fen(1800), Fen(300), Fen(1500)).unwrap();
        assert_eq!(fee.postings().len(), 3);
        assert_eq!(fee.postings().iter().map(|p| p.amount_fen).sum::<Fen>(), Fen::ZERO);
        assert_eq!(Movement::parking_fee(drawer.clone(), Fen(1800), Fen(300), Fen(1600)), Err(Unbalanced(Fen(100))));
        let both = fee.with_charging_paid(drawer.clone(), Fen(2400));
        assert_eq!(both.postings().len(), 5);
        assert_eq!(both.postings().iter().map(|p| p.amount_fen).sum::<Fen>(), Fen::ZERO);
        assert_eq!(both.clone().with_charging_paid(drawer.clone(), Fen::ZERO), both);
        let short = Movement::shift_end(drawer, Fen(5000), Fen(4800)).unwrap();
        let merchant = Account::Merchant("M".into());
        let settled = Movement::merchant_settled(merchant, Account::Safe, (Fen(1000), Fen(600), Fen(100))).unwrap();
        let amounts: Vec<i64> = settled.postings().iter().map(|p| p.amount_fen.0).collect();
        assert_eq!(amounts, [300, -900, 600], "300 stay owed; the lot bears 100 of the 1000 itself");
        assert!(short.postings().contains(&Posting { account: Account::OverShort, amount_fen: Fen(200) }));
    }
}
