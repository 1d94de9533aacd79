using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Referrals.Exports.Writing;
using Referrals.Sharing;

namespace Referrals.Exports.Payouts;

/// <summary>Makes the row of a payout in a format, or says why there can be none.</summary>
internal sealed class PayoutRow(PayoutFiles files)
{
    /// <summary>The longest that PayPal takes as the recipient's id.</summary>
    internal const int MaxReference = 30;

    private const int MaxAccount = 127, MaxName = 140, PayerIdLength = 13;

    /// <summary>Currencies of which PayPal takes whole amounts only; JPY has no smaller part by itself.</summary>
    private static readonly string[] WholeAtPayPal = ["HUF", "TWD"];

    internal static string[] Headings(PayoutFormat format) =>
        format == PayoutFormat.PayPal ? []
        : ["name", "recipientEmail", "paymentReference", "receiverType", "amountCurrency", "amount", "sourceCurrency", "targetCurrency",
            .. (string[])(format == PayoutFormat.WiseToIban ? ["IBAN"] : [])];

    /// <summary>The payout's id where it can be a reference, and else a hash of it: letters, digits, dots, hyphens and underscores.</summary>
    internal static string ReferenceOf(PayoutId payout) =>
        payout.Value.Length <= MaxReference && !SafeText.IsFormula(payout.Value)
        && payout.Value.All(static c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_')
            ? payout.Value
            : "r" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(payout.Value)).AsSpan(0, 12));

    internal CsvCell[]? Of(Payout payout, PayoutRecipient? recipient, out PayoutNotWritten? problem)
    {
        var format = files.Format;
        var unit = payout.ToSend.Unit;
        var account = recipient?.Account.Trim() ?? string.Empty;
        var name = recipient?.Name is { } given ? SafeText.ForLine(given) : string.Empty;
        var isWhole = format == PayoutFormat.PayPal && WholeAtPayPal.Contains(unit.Code);
        problem = payout.Customer is null ? No(PayoutFileCodes.Erased, "a customer who was not erased")
            : recipient is null || account.Length == 0 ? No(PayoutFileCodes.NoRecipient, "an account of the customer")
            : !unit.IsMoney ? No(PayoutFileCodes.NoMoney, $"money, and not {unit}")
            : !IsAccount(account) || SafeText.IsFormula(account) ? No(PayoutFileCodes.Account, format == PayoutFormat.WiseToIban ? "an IBAN"
                : format == PayoutFormat.PayPal ? "an e-mail address or a PayPal payer id" : "an e-mail address")
            : format != PayoutFormat.PayPal && (name.Length is 0 or > MaxName || SafeText.IsFormula(name))
                ? No(PayoutFileCodes.Name, $"a name of up to {MaxName} characters that begins with a letter")
            : isWhole && payout.ToSend.MinorUnits % Power(unit.Digits) != 0 ? No(PayoutFileCodes.WholeAmounts, $"a whole number of {unit}")
            : null;
        if (problem is not null)
        {
            return null;
        }

        var amount = payout.ToSend.Value.ToString("F" + (isWhole ? 0 : unit.Digits).ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
        if (format == PayoutFormat.PayPal)
        {
            return
            [
                CsvCell.Exact(account), CsvCell.Exact(files.DecimalComma ? amount.Replace('.', ',') : amount), CsvCell.Exact(unit.Code),
                CsvCell.Exact(ReferenceOf(payout.Id)), CsvCell.Exact(files.Note), CsvCell.Exact("PAYPAL"),
            ];
        }

        var isIban = format == PayoutFormat.WiseToIban;
        CsvCell[] cells =
        [
            CsvCell.Exact(name), isIban ? CsvCell.None : CsvCell.Exact(account), CsvCell.Exact(files.Note ?? ShortOf(payout.Batch)),
            CsvCell.Exact(recipient!.IsBusiness ? "INSTITUTION" : "PERSON"), CsvCell.Exact("target"), CsvCell.Exact(amount),
            CsvCell.Exact((files.SourceCurrency ?? unit).Code), CsvCell.Exact(unit.Code),
        ];
        return isIban ? [.. cells, CsvCell.Exact(Iban(account))] : cells;

        PayoutNotWritten No(string code, string needed) => new(payout.Id, code, needed);
    }

    private bool IsAccount(string account) =>
        files.Format == PayoutFormat.WiseToIban ? IsIban(Iban(account))
        : IsEmail(account) || (files.Format == PayoutFormat.PayPal && account.Length == PayerIdLength
            && account.All(static c => char.IsAsciiDigit(c) || char.IsAsciiLetterUpper(c)));

    private static bool IsEmail(string account)
    {
        var at = account.IndexOf('@', StringComparison.Ordinal);
        return account.Length <= MaxAccount && at > 0 && at == account.LastIndexOf('@') && account.LastIndexOf('.') > at + 1 && !account.EndsWith('.')
            && account.All(static c => !char.IsWhiteSpace(c) && !char.IsControl(c) && c is not (',' or ';' or '"' or '<' or '>'));
    }

    private static string Iban(string account) => account.Replace(" ", string.Empty, StringComparison.Ordinal).ToUpperInvariant();

    /// <summary>ISO 13616: two letters, two check digits, up to 30 characters more, and a remainder of one by 97.</summary>
    private static bool IsIban(string iban)
    {
        if (iban.Length is < 15 or > 34 || !iban.All(char.IsAsciiLetterOrDigit) || !iban[..2].All(char.IsAsciiLetter) || !iban[2..4].All(char.IsAsciiDigit))
        {
            return false;
        }

        var rest = 0;
        foreach (var c in iban[4..] + iban[..4])
        {
            var value = char.IsAsciiDigit(c) ? c - '0' : c - 'A' + 10;
            rest = ((rest * (value < 10 ? 10 : 100)) + value) % 97;
        }

        return rest == 1;
    }

    /// <summary>What every bank takes as a reference: up to 18 letters, digits, spaces and hyphens.</summary>
    private static string ShortOf(string batch)
    {
        const int MaxShort = 18;
        var text = string.Concat(batch.Select(static c => char.IsAsciiLetterOrDigit(c) || c == '-' ? c : ' ')).TrimStart('-', ' ');
        return (text.Length > MaxShort ? text[..MaxShort] : text).TrimEnd();
    }

    private static long Power(int digits) => digits == 0 ? 1 : 10 * Power(digits - 1);
}
