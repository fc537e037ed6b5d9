package account

import "slices"

// Responsible gives those who answer for an agency's figures at a place: the
// people granted this agency, where there are none those granted all, and the
// reviewers last. An empty agency asks who answers for the whole report.
// Disabled accounts are left out; the order of users is kept.
func Responsible(users []User, p Place, agency string) []User {
	for _, can := range []func(User) bool{
		func(u User) bool { return u.MayEnter(p, agency) && !u.MayEnter(p, "") },
		func(u User) bool { return u.MaySubmit(p) && !u.MayReview(p) },
		func(u User) bool { return u.MayReview(p) },
	} {
		found := slices.DeleteFunc(slices.Clone(users), func(u User) bool { return u.Disabled || !can(u) })
		if len(found) > 0 {
			return found
		}
	}
	return nil
}
