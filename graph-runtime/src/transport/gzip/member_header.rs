use flate2::Crc;

/// Reads the header of a gzip member (RFC 1952, section 2.3) byte by byte. Names and comments are not kept.
#[derive(Debug, Default)]
pub(super) struct MemberHeader {
    field: Field,
    /// The flags of fields that follow.
    flags: u8,
    crc: Crc,
}

/// The field that the next byte belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Field {
    /// The first ten bytes, and how many of them were read.
    Fixed(u8),
    /// The length of the extra field: the number of bytes read, and its value.
    ExtraLength(u8, u16),
    /// The extra field, and the number of bytes left.
    Extra(u16),
    /// The name or the comment, which ends with a zero.
    Text,
    /// The checksum of the header: the number of bytes read, and its value.
    Checksum(u8, u16),
    End,
}

impl Default for Field {
    fn default() -> Self {
        Self::Fixed(0)
    }
}

const CHECKSUM: u8 = 1 << 1;
const EXTRA: u8 = 1 << 2;
const NAME: u8 = 1 << 3;
const COMMENT: u8 = 1 << 4;
const RESERVED: u8 = 0b1110_0000;

impl MemberHeader {
    /// Returns whether a byte was read.
    pub(super) fn has_begun(&self) -> bool {
        self.field != Field::Fixed(0)
    }

    /// Reads a byte, and returns whether it was the last one of the header.
    pub(super) fn push(&mut self, byte: u8) -> Result<bool, &'static str> {
        if !matches!(self.field, Field::Checksum(..)) {
            self.crc.update(&[byte]);
        }
        let is_last = match &mut self.field {
            Field::Fixed(at) => {
                match (*at, byte) {
                    (0, 0x1f) | (1, 0x8b) | (2, 8) => {}
                    (0..=2, _) => return Err("it does not begin with a gzip header"),
                    (3, flags) if flags & RESERVED != 0 => return Err("its header has reserved flags"),
                    (3, flags) => self.flags = flags,
                    _ => {}
                }
                *at += 1;
                *at == 10
            }
            Field::ExtraLength(at, length) => {
                *length |= u16::from(byte) << (8 * *at);
                *at += 1;
                *at == 2
            }
            Field::Extra(left) => {
                *left -= 1;
                *left == 0
            }
            Field::Text => byte == 0,
            Field::Checksum(at, stored) => {
                *stored |= u16::from(byte) << (8 * *at);
                *at += 1;
                // The low half of the CRC-32 of the bytes before it.
                if *at == 2 && u32::from(*stored) != self.crc.sum() & 0xffff {
                    return Err("the checksum of its header is wrong");
                }
                *at == 2
            }
            Field::End => true,
        };
        if is_last {
            self.field = self.next();
        }
        Ok(self.field == Field::End)
    }

    /// Returns the field after one that has been read.
    fn next(&mut self) -> Field {
        if let Field::ExtraLength(_, length @ 1..) = self.field {
            return Field::Extra(length);
        }
        let fields = [
            (EXTRA, Field::ExtraLength(0, 0)),
            (NAME, Field::Text),
            (COMMENT, Field::Text),
            (CHECKSUM, Field::Checksum(0, 0)),
        ];
        for (flag, field) in fields {
            if self.flags & flag != 0 {
                self.flags &= !flag;
                return field;
            }
        }
        Field::End
    }
}
