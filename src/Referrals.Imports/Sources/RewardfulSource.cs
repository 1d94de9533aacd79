using static Referrals.Imports.ImportField;

namespace Referrals.Imports.Sources;

/// <summary>Rewardful: its CSV of referred customers, and the objects of its API.</summary>
internal static class RewardfulSource
{
    internal static ImportSource Create() => new()
    {
        Name = "rewardful",
        KnowsPeopleByEmail = true,
        Files =
        [
            new ImportFile
            {
                Name = "commissions",
                Parts = ImportParts.People | ImportParts.Referrals | ImportParts.Conversions | ImportParts.Rewards,
                Columns = ImportFile.Headings(
                    (Reward, "id"), (RewardAmount, "amount"), (ImportField.Unit, "currency"), (Status, "state"), (HeldUntil, "due_at"), (PaidAt, "paid_at"),
                    (Person, "sale.affiliate.id"), (PersonEmail, "sale.affiliate.email"), (ImportField.Conversion, "sale.id"), (ConversionAmount, "sale.sale_amount_cents"),
                    (ConversionUnit, "sale.currency"), (ConvertedAt, "sale.charged_at"), (RewardedAt, "created_at|sale.charged_at"),
                    (Referee, "sale.referral.stripe_customer_id"), (RefereeEmail, "sale.referral.customer.email"), (ReferredAt, "sale.referral.became_lead_at")),
                Needs = ImportFile.Needing([Reward], [RewardAmount], [Person, PersonEmail], [Status]),
                Statuses = ImportFile.Words(
                    ("pending", RewardStanding.Pending), ("due", RewardStanding.Earned), ("paid", RewardStanding.Paid), ("voided", RewardStanding.Void)),
                InMinorUnits = true,
            },
            new ImportFile
            {
                Name = "customers",
                Parts = ImportParts.People | ImportParts.Referrals,
                Columns = ImportFile.Headings(
                    (Referee, "stripe_customer_id|Imported ID"), (PersonEmail, "email|Affiliate Email|affiliate.email"), (Person, "affiliate.id"), (Code, "token|Affiliate Token|link.token"),
                    (ReferredAt, "became_lead_at")),
                Needs = ImportFile.Needing([Referee], [PersonEmail]),
            },
            new ImportFile
            {
                Name = "affiliates",
                Parts = ImportParts.People,
                Columns = ImportFile.Headings((Person, "id"), (PersonEmail, "email"), (Code, "links.0.token|token"), (EnrolledAt, "confirmed_at|created_at")),
                Needs = ImportFile.Needing([Person], [PersonEmail]),
            },
        ],
    };
}
