using static Referrals.Imports.ImportField;

namespace Referrals.Imports.Sources;

/// <summary>Tolt: the objects of its API. Amounts are cents as text, and the currency is that of the program.</summary>
internal static class ToltSource
{
    internal static ImportSource Create() => new()
    {
        Name = "tolt",
        Files =
        [
            new ImportFile
            {
                Name = "commissions",
                Parts = ImportParts.People | ImportParts.Referrals | ImportParts.Conversions | ImportParts.Rewards,
                Columns = ImportFile.Headings(
                    (Reward, "id"), (RewardAmount, "amount"), (ImportField.Unit, "currency"), (Status, "status"), (RewardedAt, "created_at"), (Person, "partner.id|partner_id"),
                    (PersonEmail, "partner.email"), (Referee, "customer.customer_id"), (RefereeEmail, "customer.email"), (ReferredAt, "customer.created_at"),
                    (ImportField.Conversion, "transaction_id|charge_id"), (ConversionAmount, "revenue"), (ConvertedAt, "created_at")),
                Needs = ImportFile.Needing([Reward], [RewardAmount], [Person, PersonEmail], [Status]),
                Statuses = ImportFile.Words(
                    ("pending", RewardStanding.Pending), ("approved", RewardStanding.Earned), ("paid", RewardStanding.Paid), ("rejected", RewardStanding.Void),
                    ("refunded", RewardStanding.Void)),
                InMinorUnits = true,
            },
            new ImportFile
            {
                Name = "customers",
                Parts = ImportParts.People | ImportParts.Referrals,
                Columns = ImportFile.Headings(
                    (Referee, "customer_id"), (RefereeEmail, "email"), (Person, "partner.id|partner_id"), (PersonEmail, "partner.email"), (ReferredAt, "created_at")),
                Needs = ImportFile.Needing([Referee], [Person, PersonEmail]),
            },
            new ImportFile
            {
                Name = "links",
                Parts = ImportParts.People,
                Columns = ImportFile.Headings((Code, "value"), (Person, "partner.id|partner_id"), (PersonEmail, "partner.email"), (EnrolledAt, "created_at")),
                Needs = ImportFile.Needing([Code], [Person, PersonEmail]),
            },
            new ImportFile
            {
                Name = "partners",
                Parts = ImportParts.People,
                Columns = ImportFile.Headings((Person, "id"), (PersonEmail, "email"), (EnrolledAt, "created_at")),
                Needs = ImportFile.Needing([Person], [PersonEmail]),
            },
        ],
    };
}
