using System.Reflection;

namespace Referrals.Tests.Architecture;

/// <summary>A type, a namespace or a member that a part of the code must not use, and what to use in its place.</summary>
/// <param name="Name">
/// <c>Namespace.Type</c>, <c>Namespace.Type.Member</c>, or <c>Namespace.*</c> for a namespace and those below it.
/// </param>
/// <param name="Instead">The replacement, as the end of the sentence "use ... instead".</param>
internal sealed record BannedMember(string Name, string Instead)
{
    public bool Covers(Type type)
    {
        var name = type.FullName ?? type.Name;
        return name.Split('`')[0] == Name || (Name.EndsWith(".*", StringComparison.Ordinal) && name.StartsWith(Name[..^1], StringComparison.Ordinal));
    }

    public bool Covers(MemberInfo member)
    {
        if (member is Type type)
        {
            return Covers(type);
        }

        var name = member.Name.StartsWith("get_", StringComparison.Ordinal) ? member.Name["get_".Length..] : member.Name;
        return member.DeclaringType is { } declaring && $"{declaring.FullName?.Split('`')[0]}.{name}" == Name;
    }
}
