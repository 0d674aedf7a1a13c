//! Packet numbers (table 33): 1 to 2³¹ − 1, then from the beginning.

/// The last number before 1 comes again: `int.Max` of a 32-bit `int`.
pub const MOST_PACKET_NO: u32 = i32::MAX as u32;

/// Gives out packet numbers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PacketNumbers {
    next: u32,
}

impl Default for PacketNumbers {
    fn default() -> Self {
        Self { next: 1 }
    }
}

impl PacketNumbers {
    /// Begins with this number, or with 1 where it is none.
    pub const fn beginning_with(first: u32) -> Self {
        let next = if first >= 1 && first <= MOST_PACKET_NO { first } else { 1 };
        Self { next }
    }

    /// The next number.
    pub const fn take(&mut self) -> u32 {
        let no = self.next;
        self.next = if no == MOST_PACKET_NO { 1 } else { no + 1 };
        no
    }
}
