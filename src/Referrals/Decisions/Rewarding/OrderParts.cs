using Referrals.Explanations;

namespace Referrals;

/// <summary>What refunds leave of an order, part by part. The order in which they come does not matter.</summary>
internal static class OrderParts
{
    /// <summary>What is left of a conversion.</summary>
    /// <remarks>
    /// Refunds that name parts take those off. What the others say is then taken off all parts in proportion at once, each rounded half away from
    /// zero; so no order of arrival gives another result.
    /// </remarks>
    /// <param name="conversion">The conversion as it was.</param>
    /// <param name="refunds">Refunds that it allows; see <see cref="TooMuch"/>.</param>
    internal static Conversion Left(Conversion conversion, IReadOnlyCollection<Refund> refunds)
    {
        if (conversion.Amount is null || refunds.Count == 0)
        {
            return conversion;
        }

        if (refunds.Any(static refund => refund.IsWhole))
        {
            return Scaled(conversion, 0, 1);
        }

        var rest = conversion;
        var plain = 0L;
        var before = new List<Refund>(refunds.Count);
        foreach (var refund in refunds)
        {
            if (refund.NamesParts)
            {
                rest = Without(rest, conversion, before, refund);
                before.Add(refund);
            }
            else
            {
                plain += refund.Amount!.Value.MinorUnits;
            }
        }

        var amount = rest.Amount!.Value.MinorUnits;
        return plain == 0 ? rest : Scaled(rest, Math.Max(0, amount - plain), Math.Max(1, amount));
    }

    /// <summary>What a refund gives back of a conversion, in smallest parts.</summary>
    /// <param name="conversion">The conversion as it was.</param>
    /// <param name="before">The refunds before it.</param>
    /// <param name="refund">The refund.</param>
    internal static long AmountOf(Conversion conversion, IReadOnlyCollection<Refund> before, Refund refund) =>
        refund.Amount?.MinorUnits
        ?? (refund.NamesParts ? Named(conversion, before, refund) : (conversion.Amount?.MinorUnits ?? 0) - Total(conversion, before));

    /// <summary>What refunds give back in all, in smallest parts.</summary>
    internal static long Total(Conversion conversion, IReadOnlyCollection<Refund> refunds)
    {
        var (total, before) = (0L, new List<Refund>(refunds.Count));
        foreach (var refund in refunds)
        {
            total += refund.IsWhole ? (conversion.Amount?.MinorUnits ?? 0) - total : AmountOf(conversion, before, refund);
            before.Add(refund);
        }

        return total;
    }

    /// <summary>Whether nothing is left of a conversion.</summary>
    internal static bool IsWhole(Conversion conversion, IReadOnlyCollection<Refund> refunds, long refunded) =>
        refunds.Any(static refund => refund.IsWhole) || (refunds.Count > 0 && refunded >= (conversion.Amount?.MinorUnits ?? 0));

    /// <summary>
    /// How much of what a conversion was counted on is gone: of its amount; where a refund named parts, of the part of it that the program counts. Less
    /// than nothing where an amendment has made it more.
    /// </summary>
    internal static (long Gone, long Whole) Proportion(AmountBase counts, ConversionState conversion)
    {
        if (conversion.CountedBase is not { } whole || conversion.FullyRefunded)
        {
            return Refunded(counts, conversion);
        }

        return whole == 0 ? (0, 1) : (whole - counts.Of(Left(conversion.Conversion, conversion.Refunds)), whole);
    }

    /// <summary>How much of the conversion as it should be was refunded.</summary>
    internal static (long Refunded, long Whole) Refunded(AmountBase counts, ConversionState conversion)
    {
        var amount = conversion.Conversion.Amount?.MinorUnits ?? 0;
        if (conversion.FullyRefunded || amount == 0)
        {
            return (1, 1);
        }

        if (!conversion.Refunds.Any(static refund => refund.NamesParts))
        {
            return (conversion.Refunded, amount);
        }

        var whole = counts.Of(conversion.Conversion);
        return whole == 0 ? (0, 1) : (whole - Math.Min(whole, counts.Of(Left(conversion.Conversion, conversion.Refunds))), whole);
    }

    /// <summary>The part of which a refund names more than is left, with how much is left of it; <c>null</c> where the conversion allows it.</summary>
    internal static (CheckValue Part, object Left)? TooMuch(Conversion conversion, IReadOnlyCollection<Refund> before, Refund refund)
    {
        var all = before.Append(refund).Where(static each => each.NamesParts).ToArray();
        foreach (var line in refund.Lines.DistinctBy(static line => line.Sku))
        {
            var there = conversion.Lines.Where(each => each.Sku == line.Sku).ToArray();
            var back = all.SelectMany(static each => each.Lines).Where(each => each.Sku == line.Sku).ToArray();
            var (pieces, most) = (there.Sum(static each => (long)each.Quantity), there.Sum(static each => each.Amount.MinorUnits));
            var gone = back.Sum(static each => (long)each.Quantity);
            var unpriced = back.Where(static each => each.Amount is null).Sum(static each => (long)each.Quantity);
            var cost = back.Sum(static each => each.Amount?.MinorUnits ?? 0) + Share(most, Math.Min(pieces, unpriced), pieces);
            if (gone > pieces || cost > most)
            {
                var left = pieces - gone + refund.Lines.Where(each => each.Sku == line.Sku).Sum(static each => (long)each.Quantity);
                return (CheckValue.Text(line.Sku), Phrase.Of("value.pieces", Math.Max(0, left), pieces));
            }
        }

        return Part("value.part.shipping", static each => each.Shipping, conversion.Shipping)
            ?? Part("value.part.shipping_tax", static each => each.ShippingTax, conversion.ShippingTax)
            ?? Part("value.part.tax", static each => each.Tax, conversion.Tax)
            ?? Part("value.part.discount", static each => each.Discount, conversion.Discount)
            ?? Part("value.part.fee", static each => each.Fee, conversion.Fee);

        (CheckValue, object)? Part(string name, Func<Refund, Amount?> of, Amount? whole)
        {
            if (of(refund) is not { } part)
            {
                return null;
            }

            var left = (whole?.MinorUnits ?? 0) - all.Sum(each => of(each)?.MinorUnits ?? 0) + part.MinorUnits;
            return part.MinorUnits > left ? (Phrase.Of(name), Amount.FromMinorUnits(Math.Max(0, left), part.Unit)) : null;
        }
    }

    /// <summary>A line that a refund names and the conversion does not have; <c>null</c> where it has them all.</summary>
    internal static string? UnknownLine(Conversion conversion, Refund refund) =>
        refund.Lines.FirstOrDefault(line => conversion.Lines.All(each => each.Sku != line.Sku))?.Sku;

    private static long Named(Conversion conversion, IReadOnlyCollection<Refund> before, Refund refund) =>
        refund.Lines.Count == 0 && refund.Shipping is null
            ? refund.Tax?.MinorUnits ?? 0
            : checked(Costs(conversion, before, refund).Sum(static line => line.Cost) + (refund.Shipping?.MinorUnits ?? 0));

    /// <summary>
    /// What the pieces of each line cost: as the refund says; else their share of the conversion's lines of that product, so that all pieces in any parts
    /// cost what the lines cost.
    /// </summary>
    private static IEnumerable<(RefundLine Line, long Cost)> Costs(Conversion conversion, IReadOnlyCollection<Refund> before, Refund refund)
    {
        var earlier = before.SelectMany(static each => each.Lines).Where(static line => line.Amount is null).ToList();
        foreach (var line in refund.Lines)
        {
            if (line.Amount is { } said)
            {
                yield return (line, said.MinorUnits);
                continue;
            }

            var same = conversion.Lines.Where(each => each.Sku == line.Sku).ToArray();
            var (pieces, all) = (same.Sum(static each => (long)each.Quantity), same.Sum(static each => each.Amount.MinorUnits));
            var gone = earlier.Where(each => each.Sku == line.Sku).Sum(static each => (long)each.Quantity);
            earlier.Add(line);
            yield return (line, pieces == 0 ? 0 : Share(all, Math.Min(pieces, gone + line.Quantity), pieces) - Share(all, Math.Min(pieces, gone), pieces));
        }
    }

    private static Conversion Without(Conversion rest, Conversion conversion, IReadOnlyCollection<Refund> before, Refund refund)
    {
        var lines = rest.Lines.ToList();
        foreach (var (line, whole) in Costs(conversion, before, refund))
        {
            var (pieces, cost) = ((long)line.Quantity, whole);
            for (var i = 0; i < lines.Count && (pieces > 0 || cost > 0); i++)
            {
                if (lines[i].Sku == line.Sku)
                {
                    var (taken, money) = ((int)Math.Min(pieces, lines[i].Quantity), Math.Min(cost, lines[i].Amount.MinorUnits));
                    pieces -= taken;
                    cost -= money;
                    lines[i] = lines[i] with { Quantity = lines[i].Quantity - taken, Amount = Less(lines[i].Amount, money) };
                }
            }
        }

        return rest with
        {
            Amount = Less(rest.Amount!.Value, AmountOf(conversion, before, refund)),
            Lines = lines.Where(static line => line.Quantity > 0).ToValueList(),
            Shipping = Less(rest.Shipping, refund.Shipping),
            ShippingTax = Less(rest.ShippingTax, refund.ShippingTax),
            Tax = Less(rest.Tax, refund.Tax),
            Discount = Less(rest.Discount, refund.Discount),
            Fee = Less(rest.Fee, refund.Fee),
        };
    }

    private static Conversion Scaled(Conversion conversion, long left, long whole)
    {
        return conversion with
        {
            Amount = Part(conversion.Amount),
            Lines = left == 0 ? [] : conversion.Lines.Select(line => line with { Amount = Part(line.Amount)!.Value }).ToValueList(),
            Shipping = Part(conversion.Shipping),
            ShippingTax = Part(conversion.ShippingTax),
            Tax = Part(conversion.Tax),
            Discount = Part(conversion.Discount),
            Fee = Part(conversion.Fee),
        };

        Amount? Part(Amount? amount) => amount is { } value ? Amount.FromMinorUnits(Share(value.MinorUnits, left, whole), value.Unit) : null;
    }

    private static Amount? Less(Amount? amount, Amount? part) =>
        amount is { } whole && part is { } taken ? Less(whole, taken.MinorUnits) : amount;

    private static Amount Less(Amount amount, long part) => Amount.FromMinorUnits(amount.MinorUnits - part, amount.Unit);

    private static long Share(long amount, long part, long whole) => RoundingMode.HalfAwayFromZero.Divide((Int128)amount * part, whole);
}
