using static Referrals.Imports.ImportField;

namespace Referrals.Imports.Sources;

/// <summary>The format of this package: what every other source can be brought into with a spreadsheet or a query.</summary>
internal static class GenericSource
{
    internal static ImportSource Create() => new()
    {
        Name = "generic",
        Files =
        [
            new ImportFile
            {
                HasFormulaMarks = true,
                Name = "rewards",
                Parts = ImportParts.People | ImportParts.Referrals | ImportParts.Conversions | ImportParts.Rewards,
                Columns = ImportFile.Headings(
                    (Reward, "reward_id"), (Person, "person_id"), (PersonEmail, "person_email"), (RewardAmount, "amount"), (ImportField.Unit, "unit"), (Status, "status"),
                    (RewardedAt, "granted_at"), (HeldUntil, "held_until"), (ExpiresAt, "expires_at"), (PaidAt, "paid_at"), (Parent, "reverses"),
                    (Referee, "referee_id"), (RefereeEmail, "referee_email"), (ImportField.Conversion, "conversion_id"), (Event, "event"),
                    (ConversionAmount, "conversion_amount"), (ConversionUnit, "conversion_unit"), (ConvertedAt, "converted_at"), (LeaveOut, "test")),
                Needs = ImportFile.Needing([Reward], [Person, PersonEmail], [RewardAmount]),
                Statuses = ImportFile.Words(
                    ("earned", RewardStanding.Earned), ("pending", RewardStanding.Pending), ("paid", RewardStanding.Paid), ("void", RewardStanding.Void)),
            },
            new ImportFile
            {
                HasFormulaMarks = true,
                Name = "payouts",
                Parts = ImportParts.Payouts,
                Columns = ImportFile.Headings(
                    (Reward, "payout_id"), (Person, "person_id"), (PersonEmail, "person_email"), (RewardAmount, "amount"), (ImportField.Unit, "unit"), (PaidAt, "paid_at")),
                Needs = ImportFile.Needing([Reward], [Person, PersonEmail], [RewardAmount]),
            },
            new ImportFile
            {
                HasFormulaMarks = true,
                Name = "balances",
                Parts = ImportParts.None,
                Columns = ImportFile.Headings((Person, "person_id"), (PersonEmail, "person_email"), (ImportField.Balance, "balance"), (ImportField.Unit, "unit")),
                Needs = ImportFile.Needing([Person, PersonEmail], [ImportField.Balance]),
            },
            new ImportFile
            {
                HasFormulaMarks = true,
                Name = "conversions",
                Parts = ImportParts.Referrals | ImportParts.Conversions,
                Columns = ImportFile.Headings(
                    (ImportField.Conversion, "conversion_id"), (Referee, "customer_id|referee_id"), (RefereeEmail, "customer_email|referee_email"), (Person, "person_id|referrer_id"),
                    (PersonEmail, "person_email|referrer_email"), (Event, "event"), (ConversionAmount, "amount"), (ConversionUnit, "unit"), (ConvertedAt, "converted_at"),
                    (ReferredAt, "signed_up_at")),
                Needs = ImportFile.Needing([ImportField.Conversion], [Referee, RefereeEmail]),
            },
            new ImportFile
            {
                HasFormulaMarks = true,
                Name = "referrals",
                Parts = ImportParts.People | ImportParts.Referrals,
                Columns = ImportFile.Headings(
                    (Referee, "referee_id"), (RefereeEmail, "referee_email"), (Person, "person_id|referrer_id"), (PersonEmail, "person_email|referrer_email"),
                    (ReferredAt, "signed_up_at")),
                Needs = ImportFile.Needing([Referee, RefereeEmail], [ReferredAt]),
            },
            new ImportFile
            {
                HasFormulaMarks = true,
                Name = "people",
                Parts = ImportParts.People,
                Columns = ImportFile.Headings((Person, "person_id"), (PersonEmail, "person_email"), (Code, "code|link"), (EnrolledAt, "enrolled_at")),
                Needs = ImportFile.Needing([Person, PersonEmail]),
            },
        ],
    };
}
