namespace Referrals.Exports.Payouts;

/// <summary>A form of files that a payment service takes, with its limits.</summary>
/// <remarks>After what the services say of their files in 2026. They change them now and then: try a file with one row first.</remarks>
public sealed class PayoutFormat
{
    private PayoutFormat(string name, int maxRows)
    {
        Name = name;
        MaxRows = maxRows;
    }

    /// <summary>
    /// PayPal Payouts, uploaded on its pages: recipient, amount, currency, reference, note and wallet, without a heading; up to 5,000 rows of one currency.
    /// The recipient is an e-mail address or a PayPal payer id.
    /// </summary>
    public static PayoutFormat PayPal { get; } = new("paypal", 5_000);

    /// <summary>Wise batch payments to e-mail addresses: Wise asks each recipient for the bank details. Up to 1,000 rows. Each needs a name.</summary>
    public static PayoutFormat WiseToEmail { get; } = new("wise-email", 1_000);

    /// <summary>Wise batch payments to IBANs. Up to 1,000 rows. Each needs the name on the account.</summary>
    public static PayoutFormat WiseToIban { get; } = new("wise-iban", 1_000);

    /// <summary>Every format.</summary>
    public static IReadOnlyList<PayoutFormat> All { get; } = [PayPal, WiseToEmail, WiseToIban];

    /// <summary>The name, such as <c>paypal</c>: what files are called after.</summary>
    public string Name { get; }

    /// <summary>How many rows a file may have.</summary>
    public int MaxRows { get; }

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}

/// <summary>Where a customer's money goes.</summary>
/// <param name="Account">An e-mail address, a PayPal payer id or an IBAN, as the format needs it. Spaces in an IBAN do not matter.</param>
/// <param name="Name">The name of the person or business, as the bank knows it; <c>null</c> where it is not known. Wise needs it.</param>
/// <param name="IsBusiness">Whether it is a business and no person. Wise asks.</param>
public sealed record PayoutRecipient(string Account, string? Name = null, bool IsBusiness = false)
{
    /// <summary>Neither account nor name: what is printed by accident names nobody.</summary>
    public override string ToString() => IsBusiness ? "a business" : "a person";
}

/// <summary>Why a payout is in no file.</summary>
public static class PayoutFileCodes
{
    /// <summary>The customer was erased meanwhile. Fail the payout, or pay by hand.</summary>
    public const string Erased = "payout_file.erased";

    /// <summary>The application knows no account of the customer.</summary>
    public const string NoRecipient = "payout_file.no_recipient";

    /// <summary>The account is none that the format takes, or one that a spreadsheet would run as a formula.</summary>
    public const string Account = "payout_file.account";

    /// <summary>There is no name and the format needs one, or it is one that a spreadsheet would run as a formula.</summary>
    public const string Name = "payout_file.name";

    /// <summary>What is paid is no money.</summary>
    public const string NoMoney = "payout_file.no_money";

    /// <summary>The service takes whole amounts of this currency only, such as PayPal of HUF and TWD.</summary>
    public const string WholeAmounts = "payout_file.whole_amounts";
}
