"""Pages of leads, offers, searches and imports: views, forms, filters, paging and exports."""
