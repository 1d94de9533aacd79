using System.Text.RegularExpressions;

namespace Referrals.Crm.Projection;

/// <summary>What a CRM says about the names and kinds of fields.</summary>
internal sealed record FieldRules(
    string Crm, Regex Names, string NamesInWords, bool HasLookups, StringComparer Comparer, IReadOnlyList<string> OnlyIfEmpty, int MaxName);

/// <summary>What is wrong with a mapping, in sentences.</summary>
internal static class MappingCheck
{
    internal static IEnumerable<string> Of(CrmObject crmObject, CrmRecordKind kind, FieldRules rules)
    {
        var place = $"{kind} ('{crmObject.Name}')";
        if (!IsName(crmObject.Name, rules))
        {
            yield return $"{place}: '{crmObject.Name}' is no name of an object; {rules.NamesInWords}.";
        }

        if (!IsName(crmObject.Key, rules))
        {
            yield return $"{place}: the key '{crmObject.Key}' is no name of a field; {rules.NamesInWords}.";
        }

        if (rules.OnlyIfEmpty.Contains(crmObject.Key, rules.Comparer))
        {
            yield return $"{place}: the key '{crmObject.Key}' belongs to the CRM's users. Make a field of its own for our ids.";
        }

        var names = new HashSet<string>(rules.Comparer) { crmObject.Key };
        foreach (var field in crmObject.Fields)
        {
            if (!IsName(field.Name, rules))
            {
                yield return $"{place}: '{field.Name}' is no name of a field; {rules.NamesInWords}.";
            }
            else if (!names.Add(field.Name))
            {
                yield return $"{place}: '{field.Name}' is named twice. Name each field once, and the key not among them.";
            }

            if (!field.IsOnlyIfEmpty && rules.OnlyIfEmpty.Contains(field.Name, rules.Comparer))
            {
                yield return $"{place}: '{field.Name}' belongs to the CRM's users. Fill it with FieldIfEmpty, or leave it out.";
            }

            if (ValueCatalogue.Find(field.Value) is not { } value)
            {
                yield return $"{place}: '{field.Name}' is to hold '{field.Value}', which is no value. Values are listed in CrmValues, such as '{CrmValues.PersonCode}'.";
            }
            else if (!value.Kinds.Contains(kind))
            {
                yield return $"{place}: '{field.Name}' is to hold '{field.Value}', which no {kind} has. It fits into: {string.Join(", ", value.Kinds)}.";
            }
            else if (value.IsLookup && !rules.HasLookups)
            {
                yield return $"{place}: '{field.Name}' is to hold '{field.Value}', a lookup, which {rules.Crm} does not have. Use '{field.Value}_id', which is text.";
            }
            else if (value.IsLookup && field.IsOnlyIfEmpty)
            {
                yield return $"{place}: '{field.Name}' is a lookup, which is not filled only if empty. Use Field.";
            }
            else if (value.IsLookup != field.Name.EndsWith("__r", StringComparison.OrdinalIgnoreCase) && rules.HasLookups)
            {
                yield return value.IsLookup
                    ? $"{place}: '{field.Name}' is to hold a lookup: write the name of the relation, which ends with __r."
                    : $"{place}: '{field.Name}' is the name of a relation, and '{field.Value}' is no lookup. Write the name of the field.";
            }
        }
    }

    private static bool IsName(string name, FieldRules rules) => name.Length <= rules.MaxName && rules.Names.IsMatch(name);
}
