//! Who may do what. Permissions are named beside each command and checked in one place for the window, the command
//! line and the platforms.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What an operator is at the lot.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Works a booth: lanes, payments, exceptions.
    Attendant,
    /// Works the service desk: repair records, violations, look-ups.
    Clerk,
    /// Runs the lot: everything, and the approvals.
    Manager,
}

/// One kind of thing that can be allowed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum Permission {
    /// Needs no sign-in: signing in itself, the lot's name, the first start.
    Open,
    /// Look at the board, records and messages.
    Look,
    /// Report what a lane saw. Lanes hold it, by their token; managers too, for trying a lane out.
    ReportRead,
    /// Work a lane: open by hand, resolve exceptions.
    WorkLane,
    /// Take money and let cars out.
    TakePayment,
    /// Be the second person where money is given away.
    Approve,
    /// Send a platform message again.
    Resend,
    /// Have invoices made and taken back.
    Invoice,
    /// Enter whom a debt is to be reported of, and see people's data.
    Credit,
    /// Keep service orders and repair records; nobody but the shop may use them.
    Repair,
    /// Query violations, have them handled and hold customers' money for that, order inspections.
    Violations,
    /// Serve drivers at the desk for ETCP's lots: sign them in, bind cars, look up what is owed there.
    Etcp,
    /// Operators, tariffs, leases and settings.
    Manage,
}

impl Role {
    /// True when the role holds the permission.
    pub const fn may(self, permission: Permission) -> bool {
        use Permission as P;
        match self {
            Role::Manager => true,
            Role::Attendant => {
                matches!(
                    permission,
                    P::Open | P::Look | P::WorkLane | P::TakePayment | P::Resend | P::Invoice | P::Etcp
                )
            }
            Role::Clerk => {
                matches!(
                    permission,
                    P::Open | P::Look | P::Resend | P::Invoice | P::Credit | P::Repair | P::Violations | P::Etcp
                )
            }
        }
    }

    /// Every permission the role holds.
    pub fn permissions(self) -> Vec<Permission> {
        use Permission as P;
        [
            P::Open,
            P::Look,
            P::ReportRead,
            P::WorkLane,
            P::TakePayment,
            P::Approve,
            P::Resend,
            P::Invoice,
            P::Credit,
            P::Repair,
            P::Violations,
            P::Etcp,
            P::Manage,
        ]
        .into_iter()
        .filter(|p| self.may(*p))
        .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_managers_approve_and_clerks_take_no_money() {
        assert!(Role::Manager.may(Permission::Approve));
        assert!(!Role::Attendant.may(Permission::Approve));
        assert!(!Role::Clerk.may(Permission::TakePayment));
        let clerk = [
            Permission::Open,
            Permission::Look,
            Permission::Resend,
            Permission::Invoice,
            Permission::Credit,
            Permission::Repair,
            Permission::Violations,
            Permission::Etcp,
        ];
        assert_eq!(Role::Clerk.permissions(), clerk);
        assert!(!Role::Attendant.may(Permission::Repair), "nobody but the shop may use its records");
        assert!(!Role::Attendant.may(Permission::Credit), "whoever takes money does not see people's documents");
    }
}
