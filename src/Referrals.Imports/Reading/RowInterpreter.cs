using System.Security.Cryptography;
using System.Text;
using NodaTime;
using static Referrals.Imports.ImportField;

namespace Referrals.Imports.Reading;

/// <summary>Reads what a row says, by the description of its file.</summary>
internal sealed class RowInterpreter(ImportSource source, ImportOptions options, IReadOnlySet<Unit> units, Instant now)
{
    /// <summary>What is left of the 128 characters of an id for what is added to a row's key.</summary>
    private const int MaxKey = 100;

    private const int MaxText = 128;

    private readonly CellReader _cells = new(options, now);
    private string? _lastHash;
    private int _ordinal;

    internal ReadRow Read(RawRow raw)
    {
        var file = raw.File;
        var row = new ReadRow { Raw = raw, Key = KeyOf(file, raw[Reward] ?? HashOf(raw)) };
        if (raw.Fault is { } fault)
        {
            row.Findings.Add(fault);
            return row;
        }

        if (raw[LeaveOut] is { } mark && CellReader.Flag(mark, raw.HeadingOf(LeaveOut), row.Findings) == true)
        {
            return LeftOut(row, LeaveOut, "a row that counts");
        }

        if (raw[ImportField.Type] is { } type && file.Ignored.Contains(type))
        {
            return LeftOut(row, ImportField.Type, "a kind of row that is imported");
        }

        row.Person = Someone(raw, Person, PersonEmail, Side.Referrer, row);
        row.Referee = Someone(raw, Referee, RefereeEmail, Side.Referee, row);
        row.EnrolledAt = Time(row, EnrolledAt);
        row.ReferredAt = Time(row, ReferredAt);
        row.Code = raw[ImportField.Code] is { } code ? LastPart(code) : null;
        if (row.Person is null && row.Makes(ImportParts.People | ImportParts.Rewards | ImportParts.Payouts)
            && !(row.Makes(ImportParts.Referrals) && row.Referee is not null && !row.Makes(ImportParts.Rewards)))
        {
            Missing(row, Person, PersonEmail);
        }

        var unit = UnitOf(row, ImportField.Unit) ?? (file.FixedUnit is { } name ? Referrals.Unit.Parse(name) : options.Unit);
        if (row.Makes(ImportParts.Rewards | ImportParts.Payouts))
        {
            ReadReward(row, unit);
        }

        if (row.Makes(ImportParts.Conversions))
        {
            ReadConversion(row, unit);
        }

        if (raw[ImportField.Balance] is { } balance)
        {
            row.Balance = _cells.Amount(balance, raw.HeadingOf(ImportField.Balance), unit, file.InMinorUnits, row.Findings);
        }

        return row;
    }

    private void ReadReward(ReadRow row, Unit? unit)
    {
        var (raw, file) = (row.Raw, row.Raw.File);
        row.RewardedAt = Time(row, RewardedAt);
        row.PaidAt = Time(row, PaidAt);
        row.HeldUntil = Time(row, HeldUntil, mayBeAhead: true);
        row.ExpiresAt = Time(row, ExpiresAt, mayBeAhead: true);
        if (raw[RewardAmount] is not { } text)
        {
            Missing(row, RewardAmount);
            return;
        }

        if (_cells.Amount(text, raw.HeadingOf(RewardAmount), unit, file.InMinorUnits, row.Findings) is { } amount)
        {
            if (!units.Contains(amount.Unit))
            {
                row.Findings.Add(new ImportFinding(
                    ImportCodes.Unit, raw.HeadingOf(ImportField.Unit), amount.Unit.ToString(), $"a unit of the program ({string.Join(", ", units)}); name it there with ReviewManualRewardsAbove"));
            }

            row.IsReversal = amount.IsNegative || (raw[ImportField.Type] is { } type && file.Reversals.Contains(type));
            row.Reward = amount.IsNegative ? Amount.FromMinorUnits(-amount.MinorUnits, amount.Unit) : amount;
            if (amount.IsNegative && row.Makes(ImportParts.Payouts))
            {
                row.Findings.Add(new ImportFinding(ImportCodes.Amount, raw.HeadingOf(RewardAmount), amount.ToString(), "an amount above zero"));
            }
            else if (row.IsReversal && raw[ImportField.Balance] is not null)
            {
                row.Findings.Add(new ImportFinding(ImportCodes.Negative, raw.HeadingOf(RewardAmount), amount.ToString(), "a balance of zero or more"));
            }
        }

        row.Standing = Standing(row);
        row.Parent = raw[Parent] is { } parent ? KeyOf(file, parent) : null;
        if (row.Standing == RewardStanding.Pending && !row.IsReversal)
        {
            row.HeldUntil ??= options.PendingUntil;
            if (row.HeldUntil is null)
            {
                row.Findings.Add(new ImportFinding(
                    ImportCodes.Pending, raw.HeadingOf(Status), ImportFinding.Quoted(raw[Status]), "until when it waits, in the file or as ImportOptions.PendingUntil"));
            }
        }
    }

    private static RewardStanding Standing(ReadRow row)
    {
        var (raw, file) = (row.Raw, row.Raw.File);
        var standing = RewardStanding.Earned;
        if (file.Statuses.Count > 0 && raw.Headings[(int)Status] is not null)
        {
            if (raw[Status] is not { } word)
            {
                Missing(row, Status);
            }
            else if (!file.Statuses.TryGetValue(word, out standing))
            {
                row.Findings.Add(new ImportFinding(
                    ImportCodes.Status, raw.HeadingOf(Status), ImportFinding.Quoted(word), string.Join(", ", file.Statuses.Keys.Order(StringComparer.Ordinal))));
            }
        }

        return standing == RewardStanding.Earned && raw[IsPaid] is { } paid && CellReader.Flag(paid, raw.HeadingOf(IsPaid), row.Findings) == true
            ? RewardStanding.Paid : standing;
    }

    private void ReadConversion(ReadRow row, Unit? unit)
    {
        var raw = row.Raw;
        row.Conversion = raw[ImportField.Conversion] is { } id && IsText(row, id, ImportField.Conversion) ? id : null;
        row.Event = raw[ImportField.Event] ?? options.Event;
        row.ConvertedAt = Time(row, ConvertedAt);
        if (row.Conversion is not null && raw[ConversionAmount] is { } worth)
        {
            var money = UnitOf(row, ConversionUnit) ?? (unit is { IsMoney: true } ? unit : options.Unit);
            row.ConversionAmount = _cells.Amount(worth, raw.HeadingOf(ConversionAmount), money, raw.File.InMinorUnits, row.Findings);
        }
    }

    /// <summary>The key of a row: source, kind of file and the source's id; what is too long or no text is hashed.</summary>
    private string KeyOf(ImportFile file, string id)
    {
        var key = $"{source.Name}/{file.Name}/{id}";
        return key.Length <= MaxKey && key.All(static c => !char.IsControl(c) && !char.IsSurrogate(c)) ? key : $"{source.Name}/{file.Name}/sha256:{Hash(id)}";
    }

    /// <summary>What stands in the place of an id: the row itself, and which of equal rows behind one another it is.</summary>
    private string HashOf(RawRow raw)
    {
        // One entry for each person, so that a later file with another balance is a change of it and not a second grant.
        if (raw[ImportField.Balance] is not null)
        {
            return "sha256:" + Hash(raw[Person] ?? Email(raw[PersonEmail]) ?? string.Empty);
        }

        var hash = Hash([.. raw.Text]);
        _ordinal = hash == _lastHash ? _ordinal + 1 : 1;
        _lastHash = hash;
        return _ordinal == 1 ? $"sha256:{hash}" : $"sha256:{hash}:{_ordinal}";
    }

    internal static string Hash(params string[] parts)
    {
        var text = string.Concat(parts.Select(static part => $"{part.Length}:{part};"));
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 16));
    }

    /// <summary>An address as it is compared: what is the same box for everybody.</summary>
    internal static string? Email(string? email) => email?.Trim().ToLowerInvariant();

    private static ImportPerson? Someone(RawRow raw, ImportField id, ImportField email, Side side, ReadRow row)
    {
        var (key, address) = (raw[id], raw[email]);
        if (key is null && address is null)
        {
            return null;
        }

        return (key is null || IsText(row, key, id)) && (address is null || IsText(row, address, email)) ? new ImportPerson(key, address, side) : null;
    }

    private static bool IsText(ReadRow row, string text, ImportField field)
    {
        if (CustomerId.TryFrom(text, out _) && !text.Contains('\uFFFD', StringComparison.Ordinal))
        {
            return true;
        }

        row.Findings.Add(new ImportFinding(
            ImportCodes.Text, row.Raw.HeadingOf(field), ImportFinding.Quoted(text), $"1 to {MaxText} characters in UTF-8, without control characters"));
        return false;
    }

    private Instant? Time(ReadRow row, ImportField field, bool mayBeAhead = false) =>
        row.Raw[field] is { } text ? _cells.Time(text, row.Raw.HeadingOf(field), mayBeAhead, row.Findings) : null;

    private Unit? UnitOf(ReadRow row, ImportField field)
    {
        if (row.Raw[field] is not { } word)
        {
            return null;
        }

        if (row.Raw.File.Units.TryGetValue(word, out var ours))
        {
            return ours.Length == 0 ? options.Unit : Referrals.Unit.Parse(ours);
        }

        if (CellReader.UnitOf(word) is { } unit)
        {
            return unit;
        }

        row.Findings.Add(new ImportFinding(ImportCodes.Unit, row.Raw.HeadingOf(field), ImportFinding.Quoted(word), "a currency such as EUR, or a name such as points"));
        return null;
    }

    private static void Missing(ReadRow row, params ImportField[] fields)
    {
        if (!row.IsBroken)
        {
            row.Findings.Add(new ImportFinding(ImportCodes.Missing, row.Raw.HeadingOf(fields[0]), "nothing", string.Join(" or ", fields.Select(row.Raw.HeadingOf))));
        }
    }

    private static ReadRow LeftOut(ReadRow row, ImportField field, string needed)
    {
        row.IsLeftOut = true;
        row.Findings.Add(new ImportFinding(ImportCodes.Nothing, row.Raw.HeadingOf(field), ImportFinding.Quoted(row.Raw[field]), needed) { IsNote = true });
        return row;
    }

    /// <summary>The code in a link: its last part, or what stands behind <c>via=</c> and the like; a code alone is itself.</summary>
    private static string LastPart(string link)
    {
        var text = link.Trim();
        if (!text.Contains("://", StringComparison.Ordinal))
        {
            return text;
        }

        var query = text.IndexOf('?', StringComparison.Ordinal);
        if (query >= 0)
        {
            foreach (var pair in text[(query + 1)..].Split('&', '#'))
            {
                if (pair.Split('=') is [("via" or "ref" or "fpr" or "rfsn" or "gr" or "code" or "a_aid"), { Length: > 0 } code])
                {
                    return Uri.UnescapeDataString(code);
                }
            }

            text = text[..query];
        }

        text = text.Split('#')[0].TrimEnd('/');
        return Uri.UnescapeDataString(text[(text.LastIndexOf('/') + 1)..]);
    }
}
